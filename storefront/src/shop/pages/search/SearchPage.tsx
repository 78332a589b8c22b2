import { useEffect, useMemo, useRef, useState, type FormEvent } from "react";
import { Link, useSearchParams } from "react-router";
import { graphql, unmask } from "@/gql";
import type { ProductSort } from "@/gql/graphql";
import { ask, useGraphPages } from "@/shared/graph/graph";
import { Icon } from "@/shared/icons/Icon";
import { button } from "@/shared/interface/button";
import { Empty, Failed, Loading } from "@/shared/interface/States";
import { Title } from "@/shared/interface/Title";
import { useWords } from "@/shared/language/words";
import { ProductCard, ProductCardSkeleton } from "@/shop/product-card/ProductCard";
import { CategoryNames, Filters, FlowerNames, TagNames } from "./Filters";
import { OnNow } from "./OnNow";
import { everLooser, saysSomething, understand, type Vocabulary } from "./sentence";
import { conditions, defaultSort, nothingAsked, readSearch, type SearchState, sorts, toFilter, writeSearch } from "./state";
import { searchWords } from "./words";

const SearchPage = graphql(`
  query SearchPage($search: String, $filter: ProductFilter, $sort: ProductSort, $after: String) {
    products(search: $search, filter: $filter, sort: $sort, first: 24, after: $after) {
      nodes {
        id
        ...ProductCard
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
      facets {
        ...FilterCounts
      }
    }
    categories {
      ...CategoryNames
    }
    tags {
      ...TagNames
    }
    flowers {
      ...FlowerNames
    }
  }
`);

// How many there would be for each reading of a sentence, the strictest first.
const CountReadings = graphql(`
  query CountReadings($a: ProductFilter, $b: ProductFilter, $c: ProductFilter, $d: ProductFilter) {
    a: products(filter: $a, first: 1) {
      totalCount
    }
    b: products(filter: $b, first: 1) {
      totalCount
    }
    c: products(filter: $c, first: 1) {
      totalCount
    }
    d: products(filter: $d, first: 1) {
      totalCount
    }
  }
`);

/** The strictest reading of a sentence that finds anything; null where none does. */
async function readingOf(state: SearchState, vocabulary: Vocabulary): Promise<SearchState | null> {
  const understood = understand(state.sentence, vocabulary);
  if (!saysSomething(understood)) return null;
  const readings = everLooser(understood).map(
    (reading): SearchState => ({
      ...state,
      sentence: "",
      said: state.sentence,
      category: reading.category ?? state.category,
      tags: [...new Set([...state.tags, ...reading.tags.map((tag) => tag.id)])],
      flowers: [...new Set([...state.flowers, ...reading.flowers])],
      minPrice: reading.minPrice ?? state.minPrice,
      maxPrice: reading.maxPrice ?? state.maxPrice,
      sort: null,
    }),
  );
  const [a, b = a, c = b, d = c] = readings.map(toFilter);
  const { data } = await ask(CountReadings, { a, b, c, d });
  const counts = [data.a, data.b, data.c, data.d].map((each) => each?.totalCount ?? 0);
  return readings.find((_, i) => (counts[i] ?? 0) > 0) ?? null;
}

export function Component() {
  const w = useWords(searchWords);
  const [params, setParams] = useSearchParams();
  const state = useMemo(() => readSearch(params), [params]);
  const sheet = useRef<HTMLDialogElement>(null);

  const { data, error, isPlaceholderData, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useGraphPages(
    SearchPage,
    { search: state.sentence || null, filter: toFilter(state), sort: state.sort ?? defaultSort(state) },
    (page) => page.products?.pageInfo,
  );
  const first = data?.pages[0];
  const products = data?.pages.flatMap((page) => page.data.products?.nodes ?? []) ?? [];
  const total = first?.data.products?.totalCount;

  // The index finds what has all words of a line. A sentence says more than it names: where nothing has all of
  // it, its conditions are read from it, and shown as such.
  const [unread, setUnread] = useState("");
  const unheard = !isPlaceholderData && total === 0 && state.sentence !== "" && unread !== state.sentence;
  useEffect(() => {
    if (!unheard || !first) return undefined;
    let left = false;
    const { categories, tags, flowers } = first.data;
    readingOf(state, { categories: unmask(CategoryNames, categories) ?? [], tags: unmask(TagNames, tags) ?? [], flowers: unmask(FlowerNames, flowers) ?? [] })
      .catch(() => null)
      .then((reading) => {
        if (left) return;
        if (reading) setParams(writeSearch(reading), { replace: true });
        else setUnread(state.sentence);
      });
    return () => {
      left = true;
    };
  }, [unheard, first, state, setParams]);

  function change(next: SearchState) {
    setParams(writeSearch(next));
  }

  const filters = first && (
    <Filters
      state={state}
      onChange={change}
      counts={first.data.products?.facets}
      categories={first.data.categories}
      tags={first.data.tags}
      flowers={first.data.flowers}
    />
  );

  return (
    <div className="page pt-4 md:pt-8">
      <Title name={state.sentence || state.said || w.page} className="sr-only">
        {w.page}
      </Title>
      <Line
        key={state.sentence || state.said}
        sentence={state.sentence || state.said}
        // What was read from the line before is over with it.
        onFind={(sentence) => change(state.said ? { ...nothingAsked, sentence } : { ...state, sentence, sort: null })}
      />

      <div className="mt-5 flex flex-wrap items-center gap-x-3 gap-y-3 md:mt-10">
        <p role="status" className={`order-last min-h-7 w-full text-quiet tabular-nums lg:order-none lg:mr-auto lg:w-auto ${total === 0 ? "opacity-0" : ""}`}>
          {total !== undefined && !unheard && w.found(total)}
          {state.said && <span className="ml-3 text-sm">{w.readFrom}</span>}
        </p>
        <button type="button" className="inline-flex min-h-11 items-center gap-2 rounded-full bg-linen px-5 text-sm font-semibold lg:hidden" onClick={() => sheet.current?.showModal()}>
          <Icon name="filter" className="size-5" />
          {conditions(state) > 0 ? w.filtersOn(conditions(state)) : w.filters}
        </button>
        <Sort state={state} onChange={(sort) => change({ ...state, sort })} />
      </div>
      {first && <OnNow state={state} onChange={change} categories={first.data.categories} tags={first.data.tags} flowers={first.data.flowers} />}

      <div className="mt-6 grid gap-x-14 lg:grid-cols-[16rem_1fr]">
        <aside aria-label={w.filters} className="hidden lg:block">
          {filters}
        </aside>
        <div>
          <h2 className="sr-only">{w.results}</h2>
          {error && !data ? (
            <Failed failure={error} onAgain={() => void refetch()} />
          ) : !first || unheard ? (
            <Loading>
              <div className={grid}>
                {Array.from({ length: 9 }, (_, i) => (
                  <ProductCardSkeleton key={i} />
                ))}
              </div>
            </Loading>
          ) : !first.data.products ? (
            <Empty title={w.away} way={<Link className={button.second} to="/stores">{w.stores}</Link>} />
          ) : products.length === 0 ? (
            <Empty
              title={w.emptyTitle}
              way={
                <button type="button" className={button.second} onClick={() => change(nothingAsked)}>
                  {w.emptyWay}
                </button>
              }
            >
              {w.emptyBody}
            </Empty>
          ) : (
            <>
              <div aria-busy={isPlaceholderData} className={`${grid} transition-opacity duration-150 ${isPlaceholderData ? "opacity-50" : ""}`}>
                {products.map((product, i) => (
                  <ProductCard key={product.id} product={product} first={i < 2} />
                ))}
              </div>
              {hasNextPage && (
                <div className="mt-14 text-center">
                  <button type="button" className={button.second} aria-busy={isFetchingNextPage} disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                    {isFetchingNextPage ? w.loadingMore : w.more}
                  </button>
                </div>
              )}
            </>
          )}
        </div>
      </div>

      <dialog ref={sheet} aria-label={w.filters} className="m-0 mt-auto max-h-[88svh] w-full max-w-none overflow-y-auto overscroll-contain rounded-t-[22px] bg-paper text-ink lg:hidden">
        <div className="sticky top-0 z-10 flex items-center justify-between bg-paper px-5 pt-4 pb-2">
          <h2 className="text-lg">{w.filters}</h2>
          <button type="button" aria-label={w.close} className={`${button.icon} -mr-2`} onClick={() => sheet.current?.close()}>
            <Icon name="close" />
          </button>
        </div>
        <div className="px-5 pb-4">{filters}</div>
        <div className="sticky bottom-0 border-t border-line bg-paper px-5 py-3">
          <button type="button" className={`${button.primary} w-full`} onClick={() => sheet.current?.close()}>
            {w.show(total ?? 0)}
          </button>
        </div>
      </dialog>
    </div>
  );
}

const grid = "grid grid-cols-2 gap-x-4 gap-y-9 sm:gap-x-6 md:grid-cols-3 lg:gap-x-8 lg:gap-y-12";

function Line({ sentence, onFind }: { sentence: string; onFind: (sentence: string) => void }) {
  const w = useWords(searchWords);
  function find(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const said = new FormData(event.currentTarget).get("q");
    onFind(typeof said === "string" ? said.trim() : "");
  }
  return (
    <form role="search" onSubmit={find} className="relative">
      <label htmlFor="search-line" className="sr-only">
        {w.label}
      </label>
      <input
        id="search-line"
        name="q"
        type="search"
        defaultValue={sentence}
        maxLength={200}
        autoComplete="off"
        placeholder={w.placeholder}
        className="h-16 w-full appearance-none border-0 border-b-2 border-ink bg-transparent pr-14 font-title text-[1.12rem] outline-none focus:border-camellia sm:text-xl"
      />
      <button type="submit" aria-label={w.find} className={`${button.icon} absolute top-2.5 right-0`}>
        <Icon name="search" />
      </button>
    </form>
  );
}

function Sort({ state, onChange }: { state: SearchState; onChange: (sort: ProductSort) => void }) {
  const w = useWords(searchWords);
  return (
    <label className="relative ml-auto inline-flex min-h-11 items-center rounded-full bg-linen text-sm font-semibold">
      <span className="sr-only">{w.sort}</span>
      <select
        value={state.sort ?? defaultSort(state)}
        onChange={(event) => onChange(event.target.value as ProductSort)}
        className="h-11 appearance-none rounded-full bg-transparent pr-10 pl-5"
      >
        {sorts
          .filter((sort) => sort !== "RELEVANCE" || state.sentence)
          .map((sort) => (
            <option key={sort} value={sort}>
              {w[sort]}
            </option>
          ))}
      </select>
      <Icon name="down" className="pointer-events-none absolute right-4 size-4" />
    </label>
  );
}
