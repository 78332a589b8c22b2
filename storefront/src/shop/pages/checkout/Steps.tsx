import { useMemo, useRef, useState, type FormEvent } from "react";
import { Link, useNavigate } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import { graphql, type FragmentType, unmask } from "@/gql";
import type { PlaceOrderInput } from "@/gql/graphql";
import { longDate, clockRange } from "@/shared/calendar/seoul";
import { ask, useGraph } from "@/shared/graph/graph";
import { button } from "@/shared/interface/button";
import { inWords, type Refusal } from "@/shared/interface/refusals";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { Price } from "@/shared/money/Price";
import { won } from "@/shared/money/won";
import { type Draft, emptyDraft, missingParts, type Part as AddressPart, toInput } from "@/shop/address/address";
import { AddressChoice } from "./AddressChoice";
import { Attempt } from "./attempt";
import { type Choice, firstChoice, fulfilmentsOf, type Part } from "./basket";
import { Cards, type Token } from "./Cards";
import { PartChoice } from "./PartChoice";
import { checkoutWords } from "./words";

const Fragment = graphql(`
  fragment Steps on Member {
    addresses {
      id
      isDefault
      address {
        recipient
        phone
        postcode
        line1
        line2
      }
      ...AddressChoice
    }
  }
`);

const QuoteOrder = graphql(`
  query QuoteOrder($input: QuoteOrderInput!) {
    quoteOrder(input: $input) {
      quote {
        subtotal {
          amount
        }
        deliveryFee {
          amount
        }
        total {
          amount
        }
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

const PlaceOrder = graphql(`
  mutation PlaceOrder($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      order {
        id
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

const KeepAddress = graphql(`
  mutation KeepAddress($input: SaveAddressInput!) {
    saveAddress(input: $input) {
      userErrors {
        code
      }
    }
  }
`);

interface Props {
  parts: readonly Part[];
  me: FragmentType<typeof Fragment>;
  source: Pick<PlaceOrderInput, "cartId" | "lines">;
}

type Problem = { kind: "refused"; refusals: readonly Refusal[] } | { kind: "lost" } | { kind: "reused" };

/** The three steps, all in view, and the total always beside them. */
export function Steps({ parts, me, source }: Props) {
  const w = useWords(checkoutWords);
  const language = useLanguage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { addresses } = unmask(Fragment, me);
  const form = useRef<HTMLFormElement>(null);

  const [choices, setChoices] = useState<Record<string, Choice>>({});
  const [addressId, setAddressId] = useState<string>(() => (addresses.find((each) => each.isDefault) ?? addresses[0])?.id ?? "new");
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [keep, setKeep] = useState(true);
  const [token, setToken] = useState<Token | null>(null);
  const [tried, setTried] = useState(false);
  const [placing, setPlacing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = useMemo(() => new Attempt(window.sessionStorage), []);

  const choiceOf = (part: Part) => choices[part.storeId] ?? firstChoice(part);
  const delivers = parts.some((part) => choiceOf(part).method === "DELIVERY");
  const saved = addresses.find((each) => each.id === addressId)?.address;
  const draftWrong = missingParts(draft);
  const address = saved
    ? toInput({ ...saved, line2: saved.line2 ?? "" })
    : draftWrong.length === 0
      ? toInput(draft)
      : null;
  const fulfilments = fulfilmentsOf(parts, choiceOf, address);

  const { data: quoteAnswer, refetch: quoteAgain } = useGraph(
    QuoteOrder,
    { input: { ...source, fulfilments: fulfilments?.map((each) => ({ ...each, note: null })) ?? [] } },
    { enabled: fulfilments !== null, keepLast: true, staleTime: 0 },
  );
  const quoted = fulfilments ? quoteAnswer?.data.quoteOrder : undefined;
  const subtotal = quoted?.quote?.subtotal.amount ?? parts.reduce((sum, part) => sum + part.items.reduce((of, item) => of + item.total, 0), 0);
  const deliveryFee = delivers ? (quoted?.quote?.deliveryFee.amount ?? null) : 0;
  const total = quoted?.quote?.total.amount ?? subtotal;

  // What the graph refuses, at placing or already at quoting, with the path of the input that it is about.
  const refusals: readonly Refusal[] = problem?.kind === "refused" ? problem.refusals : (quoted?.userErrors ?? []);
  const about = (i: number, name: string) => {
    const refusal = refusals.find((each) => each.field?.includes("fulfilments") && each.field.includes(String(i)) && each.field.includes(name));
    return refusal && inWords(refusal, language);
  };
  const addressRefusal = refusals.find((each) => each.field?.includes("address"));
  const addressPart = addressRefusal?.field?.at(-1) as AddressPart | undefined;
  const placed = (refusal: Refusal) => ["slotId", "address", "method", "storeId"].some((name) => refusal.field?.includes(name));
  const general = refusals.filter((refusal) => !placed(refusal) && refusal.field?.at(-1) !== "token");
  const cardRefusal = refusals.find((refusal) => refusal.field?.includes("payment"));

  function choose(part: Part, choice: Choice) {
    setChoices((before) => ({ ...before, [part.storeId]: choice }));
    setProblem(null);
  }

  async function place(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    const ready = token && fulfilments && parts.every((part) => choiceOf(part).slot);
    if (!ready) {
      // The words are drawn first, then the first place that lacks something takes the focus.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-missing] input:not(:disabled)")?.focus());
      return;
    }
    setPlacing(true);
    setProblem(null);
    try {
      const { data } = await ask(PlaceOrder, {
        input: {
          ...source,
          fulfilments,
          payment: { provider: "sandbox", token },
          idempotencyKey: attempt.idempotencyKey,
          ...(quoted?.quote ? { expectedTotal: quoted.quote.total.amount } : {}),
        },
      });
      const payload = data.placeOrder;
      if (!payload) throw new Error("order is away");
      attempt.settle();
      if (payload.order) {
        if (delivers && !saved && keep && address) void ask(KeepAddress, { input: { label: w.keptAs, address } }).catch(() => undefined);
        void queries.invalidateQueries({ queryKey: ["BagCount"] });
        void queries.invalidateQueries({ queryKey: ["CartPage"] });
        void queries.invalidateQueries({ queryKey: ["Orders"] });
        return await navigate(`/orders/${payload.order.id}`, { replace: true });
      }
      if (payload.userErrors.some((refusal) => refusal.code === "IDEMPOTENCY_KEY_REUSED")) setProblem({ kind: "reused" });
      else setProblem({ kind: "refused", refusals: payload.userErrors });
      void quoteAgain();
      void queries.invalidateQueries({ queryKey: ["StoreWeek"] });
      void queries.invalidateQueries({ queryKey: ["CheckoutPage"] });
    } catch {
      setProblem({ kind: "lost" });
    }
    setPlacing(false);
  }

  return (
    <form ref={form} noValidate onSubmit={(event) => void place(event)} className="mt-8 grid items-start gap-x-16 lg:grid-cols-[1fr_20rem]">
      <div>
        <Step number={1} title={w.step1}>
          <div className="flex flex-col gap-12">
            {parts.map((part, i) => (
              <PartChoice
                key={part.storeId}
                part={part}
                choice={choiceOf(part)}
                onChange={(choice) => choose(part, choice)}
                tried={tried}
                refused={{ method: about(i, "method") ?? about(i, "storeId"), slot: about(i, "slotId") }}
              />
            ))}
            {delivers && (
              <AddressChoice
                addresses={addresses}
                value={addressId}
                onChange={(id) => {
                  setAddressId(id);
                  setProblem(null);
                }}
                draft={draft}
                onDraft={(next) => {
                  setDraft(next);
                  setProblem(null);
                }}
                wrong={tried ? draftWrong : []}
                refused={addressRefusal ? { part: addressPart ?? null, words: inWords(addressRefusal, language) } : null}
                keep={keep}
                onKeep={setKeep}
              />
            )}
          </div>
        </Step>
        <Step number={2} title={w.step2}>
          <Cards value={token} onChange={(next) => { setToken(next); setProblem(null); }} error={cardRefusal ? inWords(cardRefusal, language) : tried && !token ? w.needCard : undefined} />
        </Step>
        <Step number={3} title={w.step3}>
          <ul className="flex flex-col gap-4">
            {parts.map((part) => {
              const { method, slot } = choiceOf(part);
              const date = choiceOf(part).date;
              const when = slot && date ? `${longDate(date, language)} ${clockRange(slot.start, slot.end)}` : w.notChosen;
              return (
                <li key={part.storeId}>
                  <p className="font-medium">{part.items.map((item) => w.items(item.name, item.quantity)).join(", ")}</p>
                  <p className="text-sm text-quiet">{w.at(part.storeName, w[method], when)}</p>
                </li>
              );
            })}
            {delivers && address && (
              <li>
                <p className="font-medium">{w.to}</p>
                <p className="text-sm text-quiet">
                  {address.recipient}, {address.line1} {address.line2}
                </p>
              </li>
            )}
          </ul>
        </Step>
      </div>

      <section aria-label={w.total} className="sticky bottom-0 -mx-5 border-t border-line bg-paper px-5 pt-3 pb-4 lg:top-8 lg:bottom-auto lg:mx-0 lg:rounded-card lg:border-0 lg:bg-linen lg:p-6">
        <dl className="hidden flex-col gap-2 pb-4 text-sm lg:flex">
          <Row name={w.subtotal} value={won(subtotal, language)} />
          <Row name={w.delivery} value={deliveryFee === null ? w.deliveryLater : deliveryFee === 0 ? w.deliveryFree : won(deliveryFee, language)} />
        </dl>
        <p className="flex items-baseline justify-between gap-4">
          <span className="text-sm lg:text-base">
            {w.total}
            <span className="ml-2 text-xs text-quiet lg:hidden">
              {deliveryFee === null ? `${w.delivery} ${w.deliveryLater}` : deliveryFee > 0 ? `${w.delivery} ${won(deliveryFee, language)}` : ""}
            </span>
          </span>
          <Price amount={total} className="text-lg font-semibold lg:text-xl" />
        </p>
        <div role="alert">
          {problem?.kind === "lost" && <p className="mt-2 text-sm text-brick">{w.lost}</p>}
          {problem?.kind === "reused" && (
            <p className="mt-2 text-sm text-brick">
              {w.reused} <Link to="/my" className="font-semibold underline underline-offset-4">{w.seeOrders}</Link>
            </p>
          )}
          {general.map((refusal) => (
            <p key={refusal.code} className="mt-2 text-sm text-brick">
              {refusal.code === "CONFLICT" ? w.changed : inWords(refusal, language)}
            </p>
          ))}
        </div>
        <button type="submit" className={`${button.primary} mt-3 w-full lg:mt-5`} aria-busy={placing} disabled={placing}>
          {placing ? w.placing : w.place}
        </button>
      </section>
    </form>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: React.ReactNode }) {
  return (
    <section className="border-t border-line py-8 first:border-0 first:pt-2 md:grid md:grid-cols-[3rem_1fr] md:py-12">
      <p aria-hidden="true" className="hidden font-title text-2xl text-camellia md:block">
        {number}
      </p>
      <div className="min-w-0">
        <h2 className="mb-6 flex items-baseline gap-3 text-lg md:mt-1.5">
          <span className="text-camellia md:sr-only">{number}</span>
          {title}
        </h2>
        {children}
      </div>
    </section>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-quiet">{name}</dt>
      <dd className="text-right tabular-nums">{value}</dd>
    </div>
  );
}
