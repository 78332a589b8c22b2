import { clock, dateIn, weekdayOf } from "@/shared/calendar/seoul";

export interface Hours {
  weekday: number;
  opens: string;
  closes: string;
}

/** What a store's door says at this moment: open until, opens at, or closed today. */
export function door(hours: readonly Hours[], now: Date): { open: boolean; today: Hours | null; opensLater: boolean } {
  const weekday = weekdayOf(dateIn(now));
  const time = clock(now.toISOString());
  const rows = hours.filter((row) => row.weekday === weekday).sort((a, b) => a.opens.localeCompare(b.opens));
  const current = rows.find((row) => row.opens <= time && time < row.closes);
  const next = rows.find((row) => time < row.opens);
  return { open: current !== undefined, today: current ?? next ?? rows.at(-1) ?? null, opensLater: !current && next !== undefined };
}
