import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { base, emptyTheBag, shopper, signIn, useBrowser } from "./browser.js";

useBrowser();

/** Looks for a bouquet, and puts the first that can be bought in the bag. */
async function fillTheBag(page) {
  await page.goto(base);
  await page.getByRole("textbox", { name: "어떤 꽃을 찾으세요?" }).fill("꽃다발");
  await page.getByRole("button", { name: "이 문장으로 찾기" }).click();
  await page.waitForURL(/\/search\?q=/);
  await page.getByRole("article").filter({ hasNotText: "다 나갔어요" }).getByRole("link").first().click();
  await page.waitForURL(/\/products\//);
  await page.getByRole("button", { name: "장바구니에 담기" }).click();
  await page.getByText("장바구니에 담았어요").waitFor();
  await page.getByRole("link", { name: /^장바구니 1/ }).click();
  await page.getByRole("link", { name: "주문하러 가기" }).click();
  await page.getByRole("heading", { name: "주문하기", level: 1 }).waitFor();
}

/** Chooses to pick it up at the first time that is free. */
async function pickUp(page) {
  await page.getByLabel("픽업").check();
  await page.getByRole("group", { name: "받는 날" }).getByRole("radio", { disabled: false }).first().check();
  await page.getByRole("group", { name: "받는 시간" }).getByRole("radio").first().check();
}

/** Presses the button, and notes on the order's page that it is never loaded anew. */
async function place(page) {
  await page.getByRole("button", { name: "결제하고 주문하기" }).click();
  await page.waitForURL(/\/orders\/ord_/);
  await page.evaluate(() => {
    window.sameDocument = true;
  });
}

test("a bouquet is found, ordered and confirmed before the shopper's eyes", async (t) => {
  const page = await shopper(t);
  await signIn(page, "minji@bloom.test");
  await emptyTheBag(page);
  await fillTheBag(page);

  // The button says what is missing before it sends anything.
  await page.getByRole("button", { name: "결제하고 주문하기" }).click();
  await page.getByText("받는 날을 골라 주세요.").waitFor();
  await page.getByText("결제할 카드를 골라 주세요.").waitFor();

  await pickUp(page);
  await page.getByLabel("푸른 카드").check();
  await place(page);

  await page.getByRole("heading", { name: "주문이 확정됐어요", level: 1 }).waitFor();
  const steps = await page.getByRole("log").getByRole("listitem").allInnerTexts();
  const words = steps.map((step) => step.split("\n")[0]);
  assert.deepEqual(words, ["주문을 받았어요", "꽃을 따로 챙겨 두었어요", "받을 시간을 잡았어요", "카드사에 결제를 보냈어요", "결제를 마쳤어요", "주문이 확정됐어요"]);
  assert.equal(await page.evaluate(() => window.sameDocument), true, "the page was loaded anew");

  // The bag is empty again, and the order stands among the member's.
  await page.getByRole("link", { name: "장바구니", exact: true }).waitFor();
  await page.goto(`${base}/my`);
  await page.getByText("확정됐어요").first().waitFor();
});

test("a declined card ends the order, says why, and leads on", async (t) => {
  const page = await shopper(t, { width: 1440, height: 900 });
  await signIn(page, "haneul@bloom.test");
  await emptyTheBag(page);
  await fillTheBag(page);
  await pickUp(page);
  await page.getByLabel("붉은 카드").check();
  await place(page);

  await page.getByRole("heading", { name: "주문을 마치지 못했어요", level: 1 }).waitFor();
  await page.getByText("카드사가 결제를 받아 주지 않았어요").waitFor();
  await page.getByText("돈은 나가지 않았어요.").waitFor();
  assert.equal(await page.evaluate(() => window.sameDocument), true, "the page was loaded anew");

  await page.getByRole("button", { name: "다른 카드로 다시 주문하기" }).click();
  await page.getByRole("heading", { name: "주문하기", level: 1 }).waitFor();
  await pickUp(page);
  await page.getByLabel("푸른 카드").check();
  await place(page);
  await page.getByRole("heading", { name: "주문이 확정됐어요", level: 1 }).waitFor();
});

test("a guest's bag comes along through the door", async (t) => {
  const page = await shopper(t);
  await page.goto(`${base}/search?stock=1`);
  await page.getByRole("article").getByRole("link").first().click();
  await page.getByRole("button", { name: "하나 늘리기" }).click();
  await page.getByRole("button", { name: "장바구니에 담기" }).click();
  await page.getByRole("link", { name: /^장바구니 2/ }).click();
  await page.getByRole("link", { name: "주문하러 가기" }).click();

  // At the door: first the wrong one, then the way to an account of their own.
  await page.getByLabel("이메일").fill("haneul@bloom.test");
  await page.getByLabel("비밀번호").fill("not this one");
  await page.getByRole("button", { name: "로그인", exact: true }).click();
  await page.getByText("이메일이나 비밀번호가 맞지 않아요").waitFor();
  await page.getByRole("link", { name: "가입하기" }).click();
  await page.getByRole("heading", { name: "가입하기", level: 1 }).waitFor();
  await page.getByLabel("이름").fill("보람");
  await page.getByLabel("이메일").fill(`boram-${randomUUID()}@bloom.test`);
  await page.getByLabel("비밀번호").fill("short");
  await page.getByRole("button", { name: "가입하고 들어가기" }).click();
  await page.getByText(/비밀번호는 10자 이상으로/).waitFor();
  await page.getByLabel("비밀번호").fill("a long enough one");
  await page.getByRole("button", { name: "가입하고 들어가기" }).click();
  await page.getByRole("heading", { name: "주문하기", level: 1 }).waitFor();

  await page.goto(`${base}/cart`);
  await page.getByRole("button", { name: / 빼기$/ }).click();
  await page.getByText("아직 담은 꽃이 없어요").waitFor();
  await page.getByRole("button", { name: "되돌리기" }).click();
  await page.getByRole("link", { name: /^장바구니 2/ }).waitFor();
});
