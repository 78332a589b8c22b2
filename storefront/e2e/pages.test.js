import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { base, shopper, signIn, useBrowser } from "./browser.js";

useBrowser();

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds on the page as it stands, each with the place of its first example. */
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}

/** Opens a page, and waits until nothing of it is on its way any more. */
async function open(page, path) {
  await page.goto(base + path);
  await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
  await page.waitForFunction(() => !document.querySelector("main [aria-busy=true], main .waiting"));
}

test("no page has a barrier that axe knows, narrow or wide", async (t) => {
  for (const viewport of [{ width: 375, height: 812 }, { width: 1440, height: 900 }]) {
    const page = await shopper(t, viewport);
    await open(page, "/search");
    const product = await page.getByRole("article").getByRole("link").first().getAttribute("href");
    for (const path of ["/", "/search", product, "/stores", "/stores/moonlight-flowers", "/flowers", "/cart", "/sign-in", "/sign-up", "/nowhere"]) {
      await open(page, path);
      assert.deepEqual(await violations(page), [], `${path} at ${viewport.width} px`);
    }
    await signIn(page, "minji@bloom.test");
    for (const path of [`/checkout?product=${product.split("/").at(-1)}`, "/my", "/my/liked", "/my/subscriptions", "/my/addresses", "/my/inbox"]) {
      await open(page, path);
      assert.deepEqual(await violations(page), [], `${path} at ${viewport.width} px`);
    }
  }
});

test("nothing jumps while a page comes, and none is wider than the screen", async (t) => {
  const page = await shopper(t);
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  for (const path of ["/", "/search", "/flowers", "/stores", "/stores/moonlight-flowers"]) {
    await open(page, path);
    await page.evaluate(() => document.fonts.ready);
    const { shift, wider } = await page.evaluate(() => ({
      shift: window.shift,
      wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }));
    assert.ok(shift < 0.02, `${path} shifts by ${shift}`);
    assert.equal(wider, 0, `${path} is ${wider} px too wide`);
  }
});

test("the shop is walked through by keyboard alone", async (t) => {
  const page = await shopper(t, { width: 1440, height: 900 });
  await open(page, "/");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "본문으로 건너뛰기" });
  assert.equal(await skip.evaluate((link) => link === document.activeElement), true, "the first stop is the way past the header");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("장미");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?q=/);
  // The new page's heading has the focus, so that a screen reader goes on from there.
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
});

test("it speaks English when asked, and goes on doing so", async (t) => {
  const page = await shopper(t, { width: 1440, height: 900 });
  await open(page, "/flowers");
  await page.getByRole("banner").getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Flower meanings", level: 1 }).waitFor();
  await page.getByRole("heading", { name: "Tulip", level: 2 }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  await page.reload();
  await page.getByRole("heading", { name: "Flower meanings", level: 1 }).waitFor();
});

test("a search is in the address bar, there and back", async (t) => {
  const page = await shopper(t, { width: 1440, height: 900 });
  await open(page, "/search");
  const filters = page.getByRole("complementary", { name: "조건 고르기" });
  await filters.getByRole("button", { name: /^꽃다발/ }).click();
  await page.waitForURL(/category=cat_bouquet/);
  await filters.getByText("픽업", { exact: true }).click();
  await page.waitForURL(/method=PICKUP/);
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes("method"));
  await page.getByRole("button", { name: "꽃다발 조건 빼기" }).click();
  await page.waitForURL((url) => !url.search.includes("category"));
});
