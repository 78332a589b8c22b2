import { useId, type FormEvent, type ReactNode } from "react";
import { graphql, type FragmentType, unmask } from "@/gql";
import type { FulfilmentMethod, TagKind } from "@/gql/graphql";
import { dateIn, daysAfter } from "@/shared/calendar/seoul";
import { Icon } from "@/shared/icons/Icon";
import { Toggle } from "@/shared/interface/Chip";
import { Choice } from "@/shared/interface/Choice";
import { Field } from "@/shared/interface/Field";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { readWon, won } from "@/shared/money/won";
import { type SearchState, toggled } from "./state";
import { searchWords } from "./words";

const Counts = graphql(`
  fragment FilterCounts on ProductFacets {
    categories {
      id
      count
    }
    tags {
      id
      count
    }
    flowers {
      id
      count
    }
  }
`);

export const CategoryNames = graphql(`
  fragment CategoryNames on Category {
    id
    name
  }
`);

export const TagNames = graphql(`
  fragment TagNames on Tag {
    id
    kind
    name
  }
`);

export const FlowerNames = graphql(`
  fragment FlowerNames on Flower {
    id
    name
  }
`);

interface Props {
  state: SearchState;
  onChange: (state: SearchState) => void;
  counts: FragmentType<typeof Counts> | null | undefined;
  categories: readonly FragmentType<typeof CategoryNames>[] | null | undefined;
  tags: readonly FragmentType<typeof TagNames>[] | null | undefined;
  flowers: readonly FragmentType<typeof FlowerNames>[] | null | undefined;
}

const kinds: readonly TagKind[] = ["RECIPIENT", "OCCASION", "COLOUR", "MOOD"];
const steps = [30_000, 50_000, 80_000] as const;

/** All conditions that can be put on the list, with how many would be left. */
export function Filters({ state, onChange, ...masked }: Props) {
  const w = useWords(searchWords);
  const language = useLanguage();
  const counts = unmask(Counts, masked.counts);
  const categories = unmask(CategoryNames, masked.categories) ?? [];
  const tags = unmask(TagNames, masked.tags) ?? [];
  const flowers = unmask(FlowerNames, masked.flowers) ?? [];

  const ranges = [
    { min: null, max: steps[0], label: w.upTo(won(steps[0], language)) },
    { min: steps[0], max: steps[1], label: w.between(won(steps[0], language), won(steps[1], language)) },
    { min: steps[1], max: steps[2], label: w.between(won(steps[1], language), won(steps[2], language)) },
    { min: steps[2], max: null, label: w.from(won(steps[2], language)) },
  ];

  return (
    <div>
      <Receiving state={state} onChange={onChange} />
      <label className="flex min-h-12 items-center gap-3 border-b border-line py-3 text-sm font-semibold">
        <input
          type="checkbox"
          checked={state.inStock}
          onChange={(event) => onChange({ ...state, inStock: event.target.checked })}
          className="size-5 accent-camellia"
        />
        {w.stock}
      </label>
      <Group title={w.price} open={state.minPrice !== null || state.maxPrice !== null}>
        {ranges.map((range) => {
          const on = state.minPrice === range.min && state.maxPrice === range.max;
          return (
            <Toggle key={range.label} on={on} onChange={() => onChange({ ...state, minPrice: on ? null : range.min, maxPrice: on ? null : range.max })}>
              <span className="tabular-nums">{range.label}</span>
            </Toggle>
          );
        })}
        <PriceLine key={`${state.minPrice}-${state.maxPrice}`} state={state} onChange={onChange} />
      </Group>
      <Toggles
        title={w.category}
        open
        all={categories}
        counts={counts?.categories}
        on={state.category ? [state.category] : []}
        onToggle={(id) => onChange({ ...state, category: state.category === id ? null : id })}
      />
      {kinds.map((kind) => (
        <Toggles
          key={kind}
          title={w[kind]}
          open={kind === "RECIPIENT"}
          all={tags.filter((tag) => tag.kind === kind)}
          counts={counts?.tags}
          on={state.tags}
          onToggle={(id) => onChange({ ...state, tags: toggled(state.tags, id) })}
        />
      ))}
      <Toggles
        title={w.flowers}
        all={flowers}
        counts={counts?.flowers}
        on={state.flowers}
        onToggle={(id) => onChange({ ...state, flowers: toggled(state.flowers, id) })}
      />
    </div>
  );
}

function Group({ title, open, children }: { title: string; open: boolean; children: ReactNode }) {
  return (
    <details open={open} className="group border-b border-line">
      <summary className="flex min-h-13 list-none items-center justify-between text-sm font-semibold [&::-webkit-details-marker]:hidden">
        {title}
        <Icon name="down" className="size-4 text-quiet transition-transform duration-150 group-open:rotate-180" />
      </summary>
      <div className="flex flex-wrap gap-2 pb-5">{children}</div>
    </details>
  );
}

interface TogglesProps {
  title: string;
  open?: boolean;
  all: readonly { id: string; name: string }[];
  counts: readonly { id: string; count: number }[] | undefined;
  on: readonly string[];
  onToggle: (id: string) => void;
}

/** A group of conditions. What would leave nothing is not offered, unless it is on. */
function Toggles({ title, open = false, all, counts, on, onToggle }: TogglesProps) {
  const countOf = new Map(counts?.map((each) => [each.id, each.count]));
  const offered = all.filter((each) => on.includes(each.id) || !counts || (countOf.get(each.id) ?? 0) > 0);
  if (offered.length === 0) return null;
  return (
    <Group title={title} open={open || offered.some((each) => on.includes(each.id))}>
      {offered.map((each) => (
        <Toggle key={each.id} on={on.includes(each.id)} onChange={() => onToggle(each.id)}>
          {each.name}
          {countOf.has(each.id) && <span className="font-normal tabular-nums">{countOf.get(each.id)}</span>}
        </Toggle>
      ))}
    </Group>
  );
}

function PriceLine({ state, onChange }: Pick<Props, "state" | "onChange">) {
  const w = useWords(searchWords);
  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onChange({ ...state, minPrice: readWon(String(form.get("min"))), maxPrice: readWon(String(form.get("max"))) });
  }
  const input = "h-11 w-full min-w-0 rounded-[10px] border border-edge/60 bg-card px-3 text-sm tabular-nums";
  return (
    <form onSubmit={apply} className="mt-1 flex w-full items-center gap-2">
      <input name="min" inputMode="numeric" aria-label={`${w.price}, ${w.minimum}`} placeholder={w.minimum} defaultValue={state.minPrice ?? ""} className={input} />
      <span aria-hidden="true">–</span>
      <input name="max" inputMode="numeric" aria-label={`${w.price}, ${w.maximum}`} placeholder={w.maximum} defaultValue={state.maxPrice ?? ""} className={input} />
      <button type="submit" className="min-h-11 shrink-0 rounded-full px-3 text-sm font-semibold hover:bg-linen">
        {w.apply}
      </button>
    </form>
  );
}

function Receiving({ state, onChange }: Pick<Props, "state" | "onChange">) {
  const w = useWords(searchWords);
  const name = useId();
  const today = dateIn(new Date());
  const tomorrow = daysAfter(today, 1);
  return (
    <div className="flex flex-col gap-4 border-b border-line pt-1 pb-5">
      <Choice<FulfilmentMethod | "">
        legend={w.receive}
        name={`${name}-method`}
        value={state.method ?? ""}
        onChange={(method) => onChange({ ...state, method: method || null, date: method ? state.date : null, postcode: method === "DELIVERY" ? state.postcode : null })}
        options={[
          { value: "", label: w.any },
          { value: "DELIVERY", label: w.DELIVERY },
          { value: "PICKUP", label: w.PICKUP },
        ]}
      />
      {state.method && (
        <>
          <Choice
            legend={w.when}
            name={`${name}-day`}
            value={state.date === null ? "" : state.date === today || state.date === tomorrow ? state.date : null}
            onChange={(date) => onChange({ ...state, date: date || null })}
            options={[
              { value: "", label: w.anyDay },
              { value: today, label: w.today },
              { value: tomorrow, label: w.tomorrow },
            ]}
          />
          <Field
            label={w.otherDay}
            type="date"
            min={today}
            max={daysAfter(today, 60)}
            value={state.date ?? ""}
            onChange={(event) => onChange({ ...state, date: event.target.value || null })}
          />
        </>
      )}
      {state.method === "DELIVERY" && (
        <Field
          key={state.postcode}
          label={w.postcode}
          hint={w.postcodeHint}
          inputMode="numeric"
          autoComplete="postal-code"
          maxLength={5}
          defaultValue={state.postcode ?? ""}
          onChange={(event) => {
            const postcode = event.target.value.replace(/\D/g, "");
            if (postcode.length === 5) onChange({ ...state, postcode });
            if (postcode.length === 0 && state.postcode) onChange({ ...state, postcode: null });
          }}
        />
      )}
    </div>
  );
}
