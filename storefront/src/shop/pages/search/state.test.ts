import { describe, expect, it } from "vitest";
import { conditions, defaultSort, nothingAsked, readSearch, type SearchState, toFilter, toggled, writeSearch } from "./state";

const full: SearchState = {
  sentence: "엄마 생신에 드릴 분홍 꽃",
  said: "",
  category: "cat_bouquet",
  tags: ["tag_birthday", "tag_mother"],
  flowers: ["flw_peony"],
  minPrice: 30_000,
  maxPrice: 50_000,
  inStock: true,
  method: "DELIVERY",
  date: "2026-11-24",
  postcode: "04524",
  sort: "PRICE_ASC",
};

describe("the address bar of a search", () => {
  it("keeps all that was asked", () => {
    expect(readSearch(new URLSearchParams(writeSearch(full).toString()))).toEqual(full);
  });

  it("says nothing where nothing was asked", () => {
    expect(writeSearch(nothingAsked).toString()).toBe("");
    expect(readSearch(new URLSearchParams())).toEqual(nothingAsked);
  });

  it("is the same whichever condition came first", () => {
    const other = { ...full, tags: [...full.tags].reverse() };
    expect(writeSearch(other).toString()).toBe(writeSearch(full).toString());
  });

  it("keeps the sentence that the conditions were read from, until another is searched for", () => {
    const read = { ...nothingAsked, said: "엄마 생신", tags: ["tag_birthday", "tag_mother"] };
    expect(readSearch(writeSearch(read))).toEqual(read);
    expect(readSearch(writeSearch({ ...read, sentence: "장미" })).said).toBe("");
  });

  it("leaves out what makes no sense", () => {
    const odd = new URLSearchParams("category=../etc&tags=tag_birthday,tag_birthday,x&min=-1&max=1e9&method=DRONE&date=2026-11-24&sort=RANDOM&stock=yes");
    expect(readSearch(odd)).toEqual({ ...nothingAsked, tags: ["tag_birthday"] });
  });

  it("asks for a postcode only with a delivery", () => {
    const pickup = new URLSearchParams("method=PICKUP&date=2026-11-24&postcode=04524");
    expect(readSearch(pickup)).toEqual({ ...nothingAsked, method: "PICKUP", date: "2026-11-24" });
  });
});

describe("the question to the graph", () => {
  it("names every condition once", () => {
    expect(toFilter(full)).toEqual({
      kind: "REGULAR",
      categoryIds: ["cat_bouquet"],
      tagIds: ["tag_birthday", "tag_mother"],
      flowerIds: ["flw_peony"],
      minPrice: 30_000,
      maxPrice: 50_000,
      inStockOnly: true,
      fulfilment: "DELIVERY",
      arrival: { date: "2026-11-24", method: "DELIVERY", postcode: "04524" },
    });
    expect(conditions(full)).toBe(7);
  });

  it("asks only for what is not a subscription when nothing is asked", () => {
    expect(toFilter(nothingAsked)).toEqual({ kind: "REGULAR" });
    expect(conditions(nothingAsked)).toBe(0);
  });

  it("orders by fit to a sentence, else by what sells", () => {
    expect(defaultSort(full)).toBe("RELEVANCE");
    expect(defaultSort(nothingAsked)).toBe("BEST_SELLING");
  });
});

it("toggles one of a list", () => {
  expect(toggled(["a"], "b")).toEqual(["a", "b"]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
});
