import { useState } from "react";
import { graphql, type FragmentType, unmask } from "@/gql";
import { clock } from "@/shared/calendar/seoul";
import { Icon } from "@/shared/icons/Icon";
import { useWords } from "@/shared/language/words";
import { waitingFor } from "./steps";
import { orderWords } from "./words";

const Fragment = graphql(`
  fragment Timeline on Order {
    status
    timeline {
      at
      step
    }
  }
`);

/** Steps of an order this young are told one after another, so long apart; both in milliseconds. */
const watched = 20_000;
const pace = 160;

interface Props {
  order: FragmentType<typeof Fragment>;
  /** How the page hears of changes; null once nothing changes any more. */
  connection: "starting" | "live" | "broken" | null;
}

/** The way of the order: each step as it happens, and the one it waits for. */
export function Timeline({ order: masked, connection }: Props) {
  const order = unmask(Fragment, masked);
  const w = useWords(orderWords);
  const ahead = waitingFor(order.status, order.timeline);
  const wordsOf = (step: string) => (step in w.done ? w.done[step as keyof typeof w.done] : w.done.other);
  // A checkout takes a tenth of a second; told in that time, nobody could follow it.
  const [fresh] = useState(() => Date.now() - Date.parse(order.timeline[0]?.at ?? "") < watched);
  const toneOf = (step: string) => (step === "REJECTED" ? "bg-brick" : "bg-leaf");
  return (
    <section className="rounded-card bg-linen p-6 md:p-8">
      <h2 className="text-lg">{w.steps}</h2>
      <ol role="log" aria-live="polite" aria-relevant="additions" className="mt-5">
        {order.timeline.map((event, i) => (
          <li
            key={`${event.step}${event.at}`}
            style={fresh ? { animationDelay: `${i * pace}ms` } : undefined}
            className="arriving relative flex gap-4 pb-6 last:pb-0"
          >
            {(i < order.timeline.length - 1 || ahead) && <span aria-hidden="true" className="absolute top-6 bottom-0 left-[11px] w-px bg-edge/40" />}
            <span aria-hidden="true" className={`flex size-6 shrink-0 items-center justify-center rounded-full text-white ${toneOf(event.step)}`}>
              <Icon name={event.step === "REJECTED" ? "close" : "check"} className="size-4" />
            </span>
            <span className="grow leading-6">{wordsOf(event.step)}</span>
            <time dateTime={event.at} className="text-sm leading-6 text-quiet tabular-nums">
              {clock(event.at)}
            </time>
          </li>
        ))}
        {ahead && (
          <li key="ahead" className="relative flex gap-4 text-quiet">
            <span aria-hidden="true" className="relative flex size-6 shrink-0 items-center justify-center">
              <span className="swelling absolute size-3 rounded-full bg-camellia/40" />
              <span className="size-3 rounded-full bg-camellia" />
            </span>
            <span className="grow leading-6">{w.waiting[ahead]}</span>
          </li>
        )}
      </ol>
      {connection && connection !== "starting" && (
        <p className="mt-6 border-t border-line pt-4 text-sm text-quiet">{connection === "live" ? w.live : w.polling}</p>
      )}
    </section>
  );
}
