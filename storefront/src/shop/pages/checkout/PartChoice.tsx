import { clockRange } from "@/shared/calendar/seoul";
import { Choice as Radios } from "@/shared/interface/Choice";
import { Field } from "@/shared/interface/Field";
import { Away, Skeleton } from "@/shared/interface/States";
import { useWords } from "@/shared/language/words";
import { DayChoice } from "@/shop/arrival/DayChoice";
import { useWeek } from "@/shop/arrival/week";
import { arrivalWords } from "@/shop/arrival/words";
import type { Choice, Part } from "./basket";
import { checkoutWords } from "./words";

interface Props {
  part: Part;
  choice: Choice;
  onChange: (choice: Choice) => void;
  /** The shopper pressed the button already: now say what is missing. */
  tried: boolean;
  refused: { method: string | undefined; slot: string | undefined };
}

/** How and when one store hands its part over. */
export function PartChoice({ part, choice, onChange, tried, refused }: Props) {
  const w = useWords(checkoutWords);
  const a = useWords(arrivalWords);
  const { days, isPending } = useWeek(part.storeId, choice.method);
  const day = days?.find((each) => each.date === choice.date);
  const name = part.storeId;
  // A slot that filled up since it was chosen is not sent again.
  const slot = day?.times.some((time) => time.id === choice.slot?.id) ? choice.slot : null;

  if (part.methods.length === 0) return <Away>{w.needMethod}</Away>;
  return (
    <section>
      <h3 className="font-semibold">{part.storeName}</h3>
      <p className="mb-4 text-sm text-quiet">{part.items.map((item) => w.items(item.name, item.quantity)).join(", ")}</p>
      <div className="flex flex-col gap-6">
        <Radios
          legend={a.method}
          hideLegend
          name={`${name}-method`}
          value={choice.method}
          error={refused.method}
          onChange={(method) => onChange({ ...choice, method, date: null, slot: null })}
          options={part.methods.map((method) => ({ value: method, label: a[method] }))}
        />
        {isPending ? (
          <Skeleton className="h-48" />
        ) : !days ? (
          <Away>{a.away}</Away>
        ) : days.every((each) => each.times.length === 0) ? (
          <Away>{a.noneThisWeek}</Away>
        ) : (
          <>
            <div data-missing={tried && !choice.date ? true : undefined}>
              <DayChoice
                name={`${name}-day`}
                days={days}
                value={choice.date}
                onChange={(date) => onChange({ ...choice, date, slot: null })}
                error={tried && !choice.date ? w.needDay : undefined}
              />
            </div>
            {day && (
              <div className="arriving" data-missing={tried && !slot ? true : undefined}>
                <Radios
                  legend={a.time}
                  name={`${name}-time`}
                  value={slot?.id ?? null}
                  error={refused.slot ?? (tried && !slot ? w.needTime : undefined)}
                  onChange={(id) => {
                    const time = day.times.find((each) => each.id === id);
                    if (time) onChange({ ...choice, slot: { id: time.id, start: time.start, end: time.end } });
                  }}
                  layout="grid grid-cols-2 gap-2 sm:grid-cols-4"
                  shape="min-h-12 rounded-[12px] px-2"
                  options={day.times.map((time) => ({
                    value: time.id,
                    label: (
                      <span className="flex items-baseline gap-1.5 tabular-nums">
                        {clockRange(time.start, time.end)}
                        {time.remaining <= 2 && <span className="text-xs opacity-85">{a.few(time.remaining)}</span>}
                      </span>
                    ),
                  }))}
                />
              </div>
            )}
          </>
        )}
        <Field label={w.note} maxLength={500} value={choice.note} onChange={(event) => onChange({ ...choice, note: event.target.value })} />
      </div>
    </section>
  );
}
