import assert from "node:assert/strict";
import { test } from "node:test";
import { base, shopper, useBrowser } from "./browser.js";

useBrowser();

/** Asks the graph as anybody's own program would. */
async function ask(query, token) {
  const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const answer = await (await fetch(`${base}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) })).json();
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
  return answer.data;
}

/** Replaces what stands in one of GraphiQL's editors. */
async function write(page, editor, text) {
  await editor.click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(text);
}

test("GraphiQL runs a query and a subscription, and asks nobody else for anything", async (t) => {
  const page = await shopper(t, { width: 1440, height: 900 });
  const elsewhere = [];
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(base)) elsewhere.push(request.url());
  });
  await page.goto(`${base}/playground`);
  const run = page.locator("button.graphiql-execute-button");
  const shown = page.locator(".result-window");
  const query = page.locator(".graphiql-query-editor .CodeMirror, .graphiql-query-editor .monaco-editor").first();
  await query.waitFor();

  // Named as the example is: GraphiQL learns another name only some time after it was written.
  await write(page, query, "query Home { flowers { id name } }");
  await run.click();
  await shown.getByText("flw_rose").waitFor();

  const { signIn } = await ask('mutation { signIn(input: { email: "minji@bloom.test", password: "bloom-demo-1" }) { session { accessToken } } }');
  const token = signIn.session.accessToken;
  await write(page, query, "subscription Home { notifications { kind order { status } } }");
  await page.getByRole("button", { name: "Headers" }).click();
  await write(page, page.locator(".graphiql-editor-tool .CodeMirror:visible, .graphiql-editor-tool .monaco-editor:visible").first(), JSON.stringify({ Authorization: `Bearer ${token}` }));
  await run.click();

  await orderSomething(token);
  await shown.getByText("ORDER_CONFIRMED").waitFor();
  assert.deepEqual(elsewhere, []);
});

/** Orders one bouquet of the demo seller's, to be picked up on one of the next days. */
async function orderSomething(token) {
  const { store } = await ask('{ store(slug: "moonlight-flowers") { id products(first: 50) { nodes { id kind status availability fulfilmentMethods } } } }');
  const product = store.products.nodes.find(
    (p) => p.kind === "REGULAR" && p.status === "ON_SALE" && p.availability === "IN_STOCK" && p.fulfilmentMethods.includes("PICKUP"),
  );
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const { store: open } = await ask(`{ store(id: "${store.id}") { slots(method: PICKUP, date: "${day}") { id } } }`);
  const { placeOrder } = await ask(
    `mutation { placeOrder(input: { idempotencyKey: "playground-${Date.now()}", lines: [{ productId: "${product.id}", quantity: 1 }],
      fulfilments: [{ storeId: "${store.id}", method: PICKUP, slotId: "${open.slots[0].id}" }], payment: { provider: "sandbox", token: "tok_ok" } }) { userErrors { code } } }`,
    token,
  );
  assert.deepEqual(placeOrder.userErrors, []);
}
