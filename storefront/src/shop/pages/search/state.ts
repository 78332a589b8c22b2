import type { FulfilmentMethod, ProductFilter, ProductSort } from "@/gql/graphql";

/** What the shopper asked for; the address bar holds all of it. */
export interface SearchState {
  sentence: string;
  /** The sentence that the conditions were read from, where it is not searched for itself. */
  said: string;
  category: string | null;
  tags: readonly string[];
  flowers: readonly string[];
  minPrice: number | null;
  maxPrice: number | null;
  inStock: boolean;
  method: FulfilmentMethod | null;
  /** YYYY-MM-DD; only with a method. */
  date: string | null;
  /** Five digits; only with DELIVERY. */
  postcode: string | null;
  /** null: the best fit to a sentence, else what sells best. */
  sort: ProductSort | null;
}

export const nothingAsked: SearchState = {
  sentence: "",
  said: "",
  category: null,
  tags: [],
  flowers: [],
  minPrice: null,
  maxPrice: null,
  inStock: false,
  method: null,
  date: null,
  postcode: null,
  sort: null,
};

export const sorts = ["RELEVANCE", "BEST_SELLING", "NEWEST", "PRICE_ASC", "PRICE_DESC", "MOST_LIKED", "BEST_RATED"] as const satisfies readonly ProductSort[];

/** The order of the list when none was chosen. */
export function defaultSort(state: SearchState): ProductSort {
  return state.sentence ? "RELEVANCE" : "BEST_SELLING";
}

/** Reads an address bar, which anyone may have written: what makes no sense is left out. */
export function readSearch(params: URLSearchParams): SearchState {
  const method = params.get("method");
  const known: FulfilmentMethod | null = method === "DELIVERY" || method === "PICKUP" ? method : null;
  const sentence = line(params.get("q"));
  return {
    sentence,
    said: sentence ? "" : line(params.get("said")),
    category: id(params.get("category"), "cat_"),
    tags: ids(params.get("tags"), "tag_"),
    flowers: ids(params.get("flowers"), "flw_"),
    minPrice: price(params.get("min")),
    maxPrice: price(params.get("max")),
    inStock: params.get("stock") === "1",
    method: known,
    date: known ? match(params.get("date"), /^\d{4}-\d{2}-\d{2}$/) : null,
    postcode: known === "DELIVERY" ? match(params.get("postcode"), /^\d{5}$/) : null,
    sort: sorts.find((sort) => sort === params.get("sort")) ?? null,
  };
}

/** Writes the address bar: the same question always in the same way, and nothing that is as usual. */
export function writeSearch(state: SearchState): URLSearchParams {
  const params = new URLSearchParams();
  if (state.sentence) params.set("q", state.sentence);
  else if (state.said) params.set("said", state.said);
  if (state.category) params.set("category", state.category);
  if (state.tags.length) params.set("tags", [...state.tags].sort().join(","));
  if (state.flowers.length) params.set("flowers", [...state.flowers].sort().join(","));
  if (state.minPrice !== null) params.set("min", String(state.minPrice));
  if (state.maxPrice !== null) params.set("max", String(state.maxPrice));
  if (state.inStock) params.set("stock", "1");
  if (state.method) params.set("method", state.method);
  if (state.method && state.date) params.set("date", state.date);
  if (state.method === "DELIVERY" && state.postcode) params.set("postcode", state.postcode);
  if (state.sort) params.set("sort", state.sort);
  return params;
}

/** The question as the graph takes it. Subscriptions are not bought from this list. */
export function toFilter(state: SearchState): ProductFilter {
  return {
    kind: "REGULAR",
    ...(state.category ? { categoryIds: [state.category] } : {}),
    ...(state.tags.length ? { tagIds: [...state.tags] } : {}),
    ...(state.flowers.length ? { flowerIds: [...state.flowers] } : {}),
    ...(state.minPrice !== null ? { minPrice: state.minPrice } : {}),
    ...(state.maxPrice !== null ? { maxPrice: state.maxPrice } : {}),
    ...(state.inStock ? { inStockOnly: true } : {}),
    ...(state.method ? { fulfilment: state.method } : {}),
    ...(state.method && state.date
      ? { arrival: { date: state.date, method: state.method, ...(state.postcode ? { postcode: state.postcode } : {}) } }
      : {}),
  };
}

/** How many conditions beside the sentence are on. */
export function conditions(state: SearchState): number {
  return (
    (state.category ? 1 : 0) +
    state.tags.length +
    state.flowers.length +
    (state.minPrice !== null || state.maxPrice !== null ? 1 : 0) +
    (state.inStock ? 1 : 0) +
    (state.method ? 1 : 0)
  );
}

/** The list with this one put in, or taken out if it was there. */
export function toggled(list: readonly string[], one: string): string[] {
  return list.includes(one) ? list.filter((each) => each !== one) : [...list, one];
}

function line(text: string | null): string {
  return (text ?? "").trim().slice(0, 200);
}

function id(text: string | null, prefix: string): string | null {
  return text && text.startsWith(prefix) && /^[a-z_]{1,40}$/.test(text) ? text : null;
}

function ids(text: string | null, prefix: string): string[] {
  const all = (text ?? "").split(",").filter((each) => id(each, prefix));
  return [...new Set(all)].slice(0, 20);
}

function price(text: string | null): number | null {
  return text && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function match(text: string | null, pattern: RegExp): string | null {
  return text && pattern.test(text) ? text : null;
}
