import { describe, expect, it } from "vitest";
import { firstChoice, fulfilmentsOf, partsOf } from "./basket";

const item = (productId: string, storeId: string, methods: ("DELIVERY" | "PICKUP")[]) => ({
  productId,
  name: productId,
  quantity: 1,
  total: 30_000,
  methods,
  storeId,
  storeName: storeId,
});

const address = { recipient: "김민지", phone: "010-0000-0000", postcode: "04524", line1: "세종대로 110" };

describe("the parts of an order", () => {
  it("are one for each store, with the ways that all its items share", () => {
    const parts = partsOf([item("a", "one", ["DELIVERY", "PICKUP"]), item("b", "two", ["DELIVERY"]), item("c", "one", ["PICKUP"])]);
    expect(parts.map((part) => [part.storeId, part.items.length, part.methods])).toEqual([
      ["one", 2, ["PICKUP"]],
      ["two", 1, ["DELIVERY"]],
    ]);
  });
});

describe("fulfilments", () => {
  const parts = partsOf([item("a", "one", ["DELIVERY", "PICKUP"]), item("b", "two", ["PICKUP"])]);

  it("wait for an address where something is delivered", () => {
    expect(fulfilmentsOf(parts, firstChoice, null)).toBeNull();
  });

  it("give the address only to what is delivered, and the slot once chosen", () => {
    const slot = { id: "slt_1", start: "2026-11-24T05:00:00Z", end: "2026-11-24T06:00:00Z" };
    expect(fulfilmentsOf(parts, (part) => ({ ...firstChoice(part), slot: part.storeId === "one" ? slot : null }), address)).toEqual([
      { storeId: "one", method: "DELIVERY", slotId: "slt_1", address },
      { storeId: "two", method: "PICKUP" },
    ]);
  });

  it("need no address where all is picked up", () => {
    const all = fulfilmentsOf(parts, (part) => ({ ...firstChoice(part), method: "PICKUP", note: " 문 앞에 " }), null);
    expect(all).toEqual([
      { storeId: "one", method: "PICKUP", note: "문 앞에" },
      { storeId: "two", method: "PICKUP", note: "문 앞에" },
    ]);
  });
});
