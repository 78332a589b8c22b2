import { describe, expect, it } from "vitest";
import { door } from "./opening";

const hours = [
  { weekday: 1, opens: "09:00", closes: "20:00" },
  { weekday: 2, opens: "09:00", closes: "12:00" },
  { weekday: 2, opens: "13:00", closes: "18:00" },
];

// Monday 23 November 2026 in Korea is UTC+9.
const at = (day: number, time: string) => new Date(`2026-11-${day}T${time}:00+09:00`);

describe("door", () => {
  it("is open within the hours of the day", () => {
    expect(door(hours, at(23, "09:00"))).toEqual({ open: true, today: hours[0], opensLater: false });
    expect(door(hours, at(23, "19:59")).open).toBe(true);
  });

  it("is closed from the closing minute on", () => {
    expect(door(hours, at(23, "20:00"))).toEqual({ open: false, today: hours[0], opensLater: false });
  });

  it("opens again after a break", () => {
    expect(door(hours, at(24, "12:30"))).toEqual({ open: false, today: hours[2], opensLater: true });
  });

  it("is closed on a weekday without hours", () => {
    expect(door(hours, at(25, "12:00"))).toEqual({ open: false, today: null, opensLater: false });
  });
});
