import { describe, expect, it } from "vitest";
import { readWon, won } from "./won";

describe("won", () => {
  it("writes a price as a Korean shop does", () => {
    expect(won(39_000, "ko")).toBe("39,000원");
    expect(won(0, "ko")).toBe("0원");
    expect(won(1_234_567, "ko")).toBe("1,234,567원");
  });

  it("writes it for an English reader, discounts too", () => {
    expect(won(39_000, "en")).toBe("₩39,000");
    expect(won(-5_000, "en")).toBe("-₩5,000");
  });
});

describe("readWon", () => {
  it.each([
    ["30000", 30_000],
    ["30,000원", 30_000],
    ["3만", 30_000],
    ["3만5000원", 35_000],
    ["1.5만", 15_000],
    ["", null],
    ["싸게", null],
    ["-3000", null],
  ])("reads %j as %j", (text, amount) => {
    expect(readWon(text)).toBe(amount);
  });
});
