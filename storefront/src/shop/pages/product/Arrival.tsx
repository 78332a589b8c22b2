import { useState } from "react";
import { graphql } from "@/gql";
import type { FulfilmentMethod } from "@/gql/graphql";
import { clockRange } from "@/shared/calendar/seoul";
import { useGraph } from "@/shared/graph/graph";
import { Choice } from "@/shared/interface/Choice";
import { Field } from "@/shared/interface/Field";
import { Away, Skeleton } from "@/shared/interface/States";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { won } from "@/shared/money/won";
import { DayChoice } from "@/shop/arrival/DayChoice";
import { useWeek } from "@/shop/arrival/week";
import { arrivalWords } from "@/shop/arrival/words";
import { productWords } from "./words";

const DeliveryTo = graphql(`
  query DeliveryTo($storeId: ID!, $postcode: String!, $date: Date!) {
    store(id: $storeId) {
      id
      deliveryQuote(postcode: $postcode, date: $date) {
        deliverable
        fee {
          amount
        }
        reason
      }
    }
  }
`);

/** When the store could hand this over, and whether it comes to the shopper's street. */
export function Arrival({ storeId, methods }: { storeId: string; methods: readonly FulfilmentMethod[] }) {
  const w = useWords(productWords);
  const a = useWords(arrivalWords);
  const [method, setMethod] = useState<FulfilmentMethod>(methods[0] ?? "PICKUP");
  const [date, setDate] = useState<string | null>(null);
  const { days, isPending, away } = useWeek(storeId, method);
  const firstFree = days?.find((day) => day.times.length > 0);
  const chosen = days?.find((day) => day.date === date && day.times.length > 0) ?? firstFree;

  return (
    <section className="mt-12">
      <h2 className="text-lg">{w.arrival}</h2>
      <div className="mt-4 flex flex-col gap-5">
        {methods.length > 1 && (
          <Choice
            legend={a.method}
            hideLegend
            name="arrival-method"
            value={method}
            onChange={setMethod}
            options={methods.map((each) => ({ value: each, label: a[each] }))}
          />
        )}
        {isPending ? (
          <Skeleton className="h-56" />
        ) : away || !days ? (
          <Away>{a.away}</Away>
        ) : !chosen ? (
          <Away>{a.noneThisWeek}</Away>
        ) : (
          <>
            <DayChoice name="arrival-day" days={days} value={chosen.date} onChange={setDate} />
            <div>
              <h3 className="mb-2 text-sm font-semibold">{w.times}</h3>
              <ul className="flex flex-wrap gap-x-5 gap-y-2 text-sm tabular-nums">
                {chosen.times.map((time) => (
                  <li key={time.id}>{clockRange(time.start, time.end)}</li>
                ))}
              </ul>
            </div>
          </>
        )}
        {method === "DELIVERY" && chosen && <ToMyStreet storeId={storeId} date={chosen.date} canPickUp={methods.includes("PICKUP")} />}
      </div>
    </section>
  );
}

function ToMyStreet({ storeId, date, canPickUp }: { storeId: string; date: string; canPickUp: boolean }) {
  const w = useWords(productWords);
  const language = useLanguage();
  const [postcode, setPostcode] = useState("");
  const complete = /^\d{5}$/.test(postcode);
  const { data } = useGraph(DeliveryTo, { storeId, postcode, date }, { enabled: complete, keepLast: true });
  const quote = complete ? data?.data.store?.deliveryQuote : undefined;
  return (
    <div>
      <Field
        label={w.postcode}
        hint={quote ? undefined : w.postcodeHint}
        inputMode="numeric"
        autoComplete="postal-code"
        maxLength={5}
        value={postcode}
        onChange={(event) => setPostcode(event.target.value.replace(/\D/g, ""))}
        className="max-w-64"
      />
      <p role="status" className={`mt-1 text-sm ${quote?.deliverable ? "text-leaf" : "text-brick"}`}>
        {quote &&
          (quote.deliverable
            ? quote.fee && quote.fee.amount > 0
              ? w.delivers(won(quote.fee.amount, language))
              : w.deliversFree
            : (quote.reason ?? (canPickUp ? w.notThere : w.notThereAtAll)))}
      </p>
    </div>
  );
}
