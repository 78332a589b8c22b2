import { type FragmentType, unmask } from "@/gql";
import { shortDate } from "@/shared/calendar/seoul";
import { Icon } from "@/shared/icons/Icon";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { won } from "@/shared/money/won";
import { CategoryNames, FlowerNames, TagNames } from "./Filters";
import { nothingAsked, type SearchState, toggled } from "./state";
import { searchWords } from "./words";

interface Props {
  state: SearchState;
  onChange: (state: SearchState) => void;
  categories: readonly FragmentType<typeof CategoryNames>[] | null | undefined;
  tags: readonly FragmentType<typeof TagNames>[] | null | undefined;
  flowers: readonly FragmentType<typeof FlowerNames>[] | null | undefined;
}

/** The conditions that are on, each of which can be taken off. */
export function OnNow({ state, onChange, ...masked }: Props) {
  const w = useWords(searchWords);
  const language = useLanguage();
  const names = new Map(
    [...(unmask(CategoryNames, masked.categories) ?? []), ...(unmask(TagNames, masked.tags) ?? []), ...(unmask(FlowerNames, masked.flowers) ?? [])].map(
      (each) => [each.id, each.name],
    ),
  );
  const nameOf = (id: string) => names.get(id) ?? id;

  const on: { name: string; without: SearchState }[] = [];
  if (state.method) {
    const when = state.date ? `, ${shortDate(state.date, language)}` : "";
    const where = state.postcode ? `, ${state.postcode}` : "";
    on.push({ name: `${w[state.method]}${when}${where}`, without: { ...state, method: null, date: null, postcode: null } });
  }
  if (state.inStock) on.push({ name: w.stock, without: { ...state, inStock: false } });
  const { minPrice: min, maxPrice: max } = state;
  if (min !== null || max !== null) {
    const name =
      min !== null && max !== null ? w.between(won(min, language), won(max, language)) : min !== null ? w.from(won(min, language)) : w.upTo(won(max ?? 0, language));
    on.push({ name, without: { ...state, minPrice: null, maxPrice: null } });
  }
  if (state.category) on.push({ name: nameOf(state.category), without: { ...state, category: null } });
  for (const id of state.tags) on.push({ name: nameOf(id), without: { ...state, tags: toggled(state.tags, id) } });
  for (const id of state.flowers) on.push({ name: nameOf(id), without: { ...state, flowers: toggled(state.flowers, id) } });

  if (on.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-wrap gap-2">
      {on.map(({ name, without }) => (
        <li key={name}>
          <button
            type="button"
            aria-label={w.takeOff(name)}
            onClick={() => onChange(without)}
            className="inline-flex min-h-10 items-center gap-1.5 rounded-full bg-petal pr-3 pl-4 text-sm font-medium text-camellia-deep transition-colors duration-150 hover:bg-camellia hover:text-white"
          >
            {name}
            <Icon name="close" className="size-4" />
          </button>
        </li>
      ))}
      {on.length > 1 && (
        <li>
          <button type="button" className="min-h-10 px-3 text-sm text-quiet hover:text-ink" onClick={() => onChange({ ...nothingAsked, sentence: state.sentence })}>
            {w.clear}
          </button>
        </li>
      )}
    </ul>
  );
}
