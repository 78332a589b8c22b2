import { describe, expect, it } from "vitest";
import { clockRange, dateIn, daysAfter, longDate, weekdayOf } from "./seoul";

describe("Korean calendar", () => {
  it("is a day ahead of UTC in the evening", () => {
    expect(dateIn(new Date("2026-11-22T14:59:59Z"))).toBe("2026-11-22");
    expect(dateIn(new Date("2026-11-22T15:00:00Z"))).toBe("2026-11-23");
  });

  it("counts days over the end of a year", () => {
    expect(daysAfter("2026-12-30", 3)).toBe("2027-01-02");
  });

  it("numbers Monday 1 and Sunday 7", () => {
    expect(weekdayOf("2026-11-23")).toBe(1);
    expect(weekdayOf("2026-11-22")).toBe(7);
  });

  it("says dates and slots in the shopper's language", () => {
    expect(longDate("2026-11-23", "ko")).toBe("11월 23일 월요일");
    expect(longDate("2026-11-23", "en")).toContain("Monday");
    expect(clockRange("2026-11-23T05:00:00Z", "2026-11-23T06:00:00Z")).toBe("14:00–15:00");
  });
});
