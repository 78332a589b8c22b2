import { describe, expect, it } from "vitest";
import { waitingFor, wayOn } from "./steps";

const took = (...steps: string[]) => steps.map((step) => ({ step }));

describe("what an order waits for", () => {
  it("is the step after the last one taken", () => {
    expect(waitingFor("PENDING", took("PLACED"))).toBe("STOCK_RESERVED");
    expect(waitingFor("PENDING", took("PLACED", "STOCK_RESERVED"))).toBe("SLOTS_BOOKED");
    expect(waitingFor("PENDING", took("PLACED", "STOCK_RESERVED", "SLOTS_BOOKED", "PAYMENT_REQUESTED"))).toBe("PAID");
  });

  it("is the first one where nothing is known yet", () => {
    expect(waitingFor("PENDING", [])).toBe("STOCK_RESERVED");
  });

  it("is nothing once it has ended, whichever way", () => {
    expect(waitingFor("CONFIRMED", took("PLACED", "CONFIRMED"))).toBeNull();
    expect(waitingFor("REJECTED", took("PLACED", "REJECTED"))).toBeNull();
  });

  it("does not stumble over a step that this storefront does not know", () => {
    expect(waitingFor("PENDING", took("PLACED", "STOCK_RESERVED", "WRAPPED"))).toBe("SLOTS_BOOKED");
  });
});

it("offers a way on that fits the reason", () => {
  expect(wayOn("PAYMENT_DECLINED")).toBe("otherCard");
  expect(wayOn("SLOT_FULL")).toBe("otherTime");
  expect(wayOn("OUT_OF_STOCK")).toBe("otherFlowers");
  expect(wayOn("TIMED_OUT")).toBe("again");
});
