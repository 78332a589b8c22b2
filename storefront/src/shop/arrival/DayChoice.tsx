import { dateIn, daysAfter, shortWeekday } from "@/shared/calendar/seoul";
import { Choice } from "@/shared/interface/Choice";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import type { Day } from "./week";
import { arrivalWords } from "./words";

interface Props {
  name: string;
  days: readonly Day[];
  value: string | null;
  onChange: (date: string) => void;
  error?: string | undefined;
}

/** The next seven days as a row; a day without a time left can't be chosen. */
export function DayChoice({ name, days, value, onChange, error }: Props) {
  const w = useWords(arrivalWords);
  const language = useLanguage();
  const today = dateIn(new Date());
  const nameOf = (date: string) => (date === today ? w.today : date === daysAfter(today, 1) ? w.tomorrow : shortWeekday(date, language));
  return (
    <Choice
      legend={w.day}
      name={name}
      value={value}
      onChange={onChange}
      error={error}
      layout="grid grid-cols-4 gap-2 sm:grid-cols-7"
      shape="min-h-16 rounded-[12px] px-1"
      options={days.map((day) => ({
        value: day.date,
        disabled: day.times.length === 0,
        label: (
          <span className="flex flex-col items-center leading-tight">
            <span className="font-semibold">{nameOf(day.date)}</span>
            <span className="text-xs tabular-nums opacity-85">{Number(day.date.slice(5, 7))}/{Number(day.date.slice(8))}</span>
          </span>
        ),
      }))}
    />
  );
}
