import type { Language } from "@/shared/language/language";

/** All shops of the house keep Korean time; there is no daylight saving. */
const zone = "Asia/Seoul";
const hour = 3_600_000;

/** YYYY-MM-DD of a moment in Korea. */
export function dateIn(moment: Date): string {
  return new Date(moment.getTime() + 9 * hour).toISOString().slice(0, 10);
}

/** The date some days after another. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 24 * hour).toISOString().slice(0, 10);
}

/** 1 is Monday, as in Store.hours. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

function locale(language: Language): string {
  return language === "ko" ? "ko-KR" : "en-GB";
}

/** "11월 23일 월요일", "Monday 23 November". */
export function longDate(date: string, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), { month: "long", day: "numeric", weekday: "long", timeZone: "UTC" }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

/** "11월 23일", "23 November". */
export function shortDate(date: string, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), { month: "long", day: "numeric", timeZone: "UTC" }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

/** "월", "Mon". */
export function shortWeekday(date: string, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), { weekday: "short", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}

/** "14:00" of a moment, in Korea. */
export function clock(moment: string): string {
  return new Date(Date.parse(moment) + 9 * hour).toISOString().slice(11, 16);
}

/** "14:00–15:00". */
export function clockRange(start: string, end: string): string {
  return `${clock(start)}–${clock(end)}`;
}

/** "2026년 11월 22일", "22 November 2026", of a moment in Korea. */
export function fullDate(moment: string, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), { dateStyle: "long", timeZone: zone }).format(new Date(moment));
}

/** The month of a date, 1 to 12. */
export function monthOf(date: string): number {
  return Number(date.slice(5, 7));
}
