// Cuts the letters that the shop writes most out of both fonts: npm run fonts. The first view waits for those of
// its own words and of the names in it; the others of the shop come when one is met, and what is rarer from the
// subsets of the fonts' own packages.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import subsetFont from "subset-font";

const here = new URL("./", import.meta.url);
const root = new URL("../../../../", here);
const require = createRequire(import.meta.url);

/** All that is read of a folder's files with this ending, one after another. */
async function textOf(folder, ending) {
  const names = await readdir(new URL(folder, root), { recursive: true });
  const wanted = names.filter((name) => name.endsWith(ending) && !name.startsWith("gql/")).sort();
  return (await Promise.all(wanted.map((name) => readFile(new URL(folder + name, root), "utf8")))).join("");
}

/** A folder's words without the notes beside them. */
async function wordsOf(folder) {
  const text = (await textOf(folder, ".ts")) + (await textOf(folder, ".tsx"));
  return text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
}

const isHangul = (letter) => letter >= "가" && letter <= "힣";
const hangulOf = (text) => new Set([...text].filter(isHangul));
const without = (letters, others) => new Set([...letters].filter((letter) => !others.has(letter)));

const latin = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("") + "–—…·×₩‘’“”";
const own = hangulOf(await wordsOf("src/"));
const landings = ["frame", "product-card", "store-row", "arrival", "pages/home", "pages/search", "pages/product"];
const landing = (await Promise.all(landings.map((folder) => wordsOf(`src/shop/${folder}/`)))).join("") + (await wordsOf("src/shared/"));
const hero = (await wordsOf("src/shop/frame/")) + (await wordsOf("src/shop/pages/home/"));
const vocabulary = hangulOf(await readFile(new URL("../schema/catalogue/catalogue.json", root), "utf8"));

// The first data stand for what florists write; of theirs, only names are ever set as titles.
const seed = await textOf("../deploy/dev/seed/data/", ".json");
const names = hangulOf([...seed.matchAll(/"name": ?"([^"]*)"/g)].map(([, name]) => name).join(""));

async function cut(file, into, letters, variationAxes) {
  const font = await subsetFont(await readFile(require.resolve(file)), [...letters].sort().join(""), { targetFormat: "woff2", variationAxes });
  await writeFile(new URL(into, here), font);
  process.stdout.write(`${into}: ${letters.size} letters, ${Math.round(font.length / 1024)} KB\n`);
}

/** The letters as @font-face names them. */
function range(letters) {
  return [...letters].sort().map((letter) => `U+${letter.codePointAt(0).toString(16).toUpperCase()}`).join(",");
}

const pretendard = "pretendard/dist/web/variable/woff2/PretendardVariable.woff2";
const weights = { wght: { min: 400, max: 600 } };
const readFirst = new Set([...hangulOf(landing), ...names]);
const readLater = without(new Set([...own, ...vocabulary, ...hangulOf(seed)]), readFirst);
await cut(pretendard, "pretendard-first.woff2", new Set([...latin, ...readFirst]), weights);
await cut(pretendard, "pretendard-later.woff2", readLater, weights);

// Titles are fewer, and so are their letters. Latin is a file of its own in the package.
const gowun = "@fontsource/gowun-batang/files/gowun-batang-korean-400-normal.woff2";
const titledFirst = hangulOf(hero);
const titledLater = without(new Set([...own, ...vocabulary, ...names]), titledFirst);
await cut(gowun, "gowun-batang-first.woff2", titledFirst);
await cut(gowun, "gowun-batang-later.woff2", titledLater);
await cut(gowun.replace("korean", "latin"), "gowun-batang-latin.woff2", new Set(latin));

const face = (family, file, weight, letters) => `@font-face {
  font-family: "${family}";
  src: url("./${file}.woff2") format("woff2");
  font-weight: ${weight};
  font-display: swap;${letters ? `\n  unicode-range: ${letters};` : ""}
}
`;

const written = "/* Written by make.js. A later rule is asked first. */\n";
await writeFile(
  new URL("first-letters.css", here),
  [
    written,
    face("Pretendard Common", "pretendard-first", "400 600", ""),
    face("Gowun Batang Common", "gowun-batang-first", "400", "U+AC00-D7A3"),
    face("Gowun Batang Common", "gowun-batang-latin", "400", "U+0020-007E, U+00B7, U+00D7, U+2013-2026"),
  ].join("\n"),
);
await writeFile(
  new URL("later-letters.css", here),
  [
    written,
    face("Pretendard Common", "pretendard-later", "400 600", range(readLater)),
    face("Gowun Batang Common", "gowun-batang-later", "400", range(titledLater)),
  ].join("\n"),
);
