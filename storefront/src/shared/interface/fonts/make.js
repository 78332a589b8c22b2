// Cuts the letters that the shop writes most out of both fonts: npm run fonts. What is rarer comes from the
// subsets of the fonts' own packages, and only when it is met.
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

function isHangul(letter) {
  return letter >= "가" && letter <= "힣";
}

const latin = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("") + "–—…·×₩‘’“”";
const own = new Set([...(await textOf("src/", ".ts")), ...(await textOf("src/", ".tsx"))].filter(isHangul));

const hangulOf = (text) => new Set([...text].filter(isHangul));
const vocabulary = hangulOf(await readFile(new URL("../schema/catalogue/catalogue.json", root), "utf8"));

// The first data stand for what florists write; of theirs, only names are ever set as titles.
const seed = await textOf("../deploy/dev/seed/data/", ".json");
const written = hangulOf(seed);
const names = hangulOf([...seed.matchAll(/"name": ?"([^"]*)"/g)].map(([, name]) => name).join(""));

async function cut(file, into, letters) {
  const font = await subsetFont(await readFile(require.resolve(file)), [...letters].sort().join(""), { targetFormat: "woff2" });
  await writeFile(new URL(into, here), font);
  process.stdout.write(`${into}: ${letters.size} letters, ${Math.round(font.length / 1024)} KB\n`);
}

await cut("pretendard/dist/web/variable/woff2/PretendardVariable.woff2", "pretendard-common.woff2", new Set([...latin, ...own, ...vocabulary, ...written]));
// Titles are fewer, and so are their letters. Latin is a file of its own in the package.
await cut("@fontsource/gowun-batang/files/gowun-batang-korean-400-normal.woff2", "gowun-batang-common.woff2", new Set([...own, ...vocabulary, ...names]));
await cut("@fontsource/gowun-batang/files/gowun-batang-latin-400-normal.woff2", "gowun-batang-latin.woff2", new Set(latin));
