import { existsSync } from "node:fs";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

/** The shop under test: the whole system on one origin. */
export const base = process.env.BASE_URL ?? "http://localhost:4000";

/** How long anything may take that a shopper waits for, in milliseconds. */
export const patience = 20_000;

function chromiumPath() {
  const named = process.env.CHROMIUM_PATH || process.env.CHROMIUM;
  if (named) return named;
  const found = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", chromium.executablePath()].find((path) => existsSync(path));
  if (!found) throw new Error("There is no Chromium. Install it, or name one in CHROMIUM_PATH.");
  return found;
}

let browser;

/** Starts the browser for a file of tests, and stops it afterwards. */
export function useBrowser() {
  before(async () => {
    browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
  });
  after(() => browser?.close());
}

/**
 * A shopper of their own, with nothing kept from any other, on a phone 375 px wide. A page that throws fails
 * the test.
 */
export async function shopper(t, viewport = { width: 375, height: 812 }) {
  const context = await browser.newContext({ viewport, locale: "ko-KR", reducedMotion: "reduce" });
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(error));
  t.after(() => {
    if (thrown.length > 0) throw new AggregateError(thrown, "the page threw");
  });
  return page;
}

/** Signs in as one of the demo accounts. */
export async function signIn(page, email) {
  await page.goto(`${base}/sign-in`);
  await page.getByLabel("이메일").fill(email);
  await page.getByLabel("비밀번호").fill("bloom-demo-1");
  await page.getByRole("button", { name: "로그인", exact: true }).click();
  await page.getByRole("button", { name: "로그아웃" }).waitFor();
}

/** Takes out of the member's bag what an earlier visit left in it. */
export async function emptyTheBag(page) {
  await page.goto(`${base}/cart`);
  const empty = page.getByText("아직 담은 꽃이 없어요");
  const lines = page.getByRole("button", { name: / 빼기$/ });
  await empty.or(lines.first()).first().waitFor();
  for (let left = await lines.count(); left > 0; left--) {
    await lines.first().click();
    await page.waitForFunction((fewer) => document.querySelectorAll("main li").length < fewer, left);
  }
  await empty.waitFor();
}
