import { describe, expect, it } from "vitest";
import { everLooser, understand, type Vocabulary } from "./sentence";

const korean: Vocabulary = {
  categories: [
    { id: "cat_bouquet", name: "꽃다발" },
    { id: "cat_plant", name: "난·화분" },
  ],
  tags: [
    { id: "tag_friend", kind: "RECIPIENT", name: "친구" },
    { id: "tag_mother", kind: "RECIPIENT", name: "어머니" },
    { id: "tag_birthday", kind: "OCCASION", name: "생일" },
    { id: "tag_new_job", kind: "OCCASION", name: "취업·이직" },
    { id: "tag_housewarming", kind: "OCCASION", name: "집들이" },
    { id: "tag_apology", kind: "OCCASION", name: "사과" },
    { id: "tag_calm", kind: "MOOD", name: "차분한" },
    { id: "tag_pink", kind: "COLOUR", name: "분홍" },
    { id: "tag_white", kind: "COLOUR", name: "흰색" },
  ],
  flowers: [
    { id: "flw_tulip", name: "튤립" },
    { id: "flw_peony", name: "작약" },
  ],
};

const english: Vocabulary = {
  categories: [{ id: "cat_bouquet", name: "Bouquet" }],
  tags: [
    { id: "tag_mother", kind: "RECIPIENT", name: "Mother" },
    { id: "tag_self", kind: "RECIPIENT", name: "Myself" },
    { id: "tag_red", kind: "COLOUR", name: "Red" },
    { id: "tag_pink", kind: "COLOUR", name: "Pink" },
  ],
  flowers: [{ id: "flw_tulip", name: "Tulip" }],
};

function read(sentence: string, vocabulary = korean) {
  const { category, tags, flowers } = understand(sentence, vocabulary);
  return [category, ...tags.map((tag) => tag.id), ...flowers].filter(Boolean);
}

describe("a sentence", () => {
  it("is read with its particles, and as people say it", () => {
    expect(read("엄마 생신에 드릴 분홍 꽃다발")).toEqual(["cat_bouquet", "tag_mother", "tag_birthday", "tag_pink"]);
    expect(read("이사한 친구에게 작은 화분 하나")).toEqual(["cat_plant", "tag_friend", "tag_housewarming"]);
    expect(read("미안하다고 말하고 싶은 날의 하얀 꽃")).toEqual(["tag_apology", "tag_white"]);
    expect(read("첫 출근하는 동생에게, 튤립!")).toEqual(["tag_new_job", "flw_tulip"]);
  });

  it("is read in English by whole words", () => {
    expect(read("pink bouquets for mum", english)).toEqual(["cat_bouquet", "tag_mother", "tag_pink"]);
    expect(read("tulips for myself, hundreds", english)).toEqual(["tag_self", "flw_tulip"]);
  });

  it("says nothing where no word is known", () => {
    expect(read("그냥 예쁜 거")).toEqual([]);
  });

  it.each([
    ["5만원 이하 작약", null, 50_000],
    ["3만5천원까지", null, 35_000],
    ["4만원대 꽃다발", 40_000, 49_000],
    ["5만원쯤", 40_000, 60_000],
    ["10만원 이상", 100_000, null],
    ["튤립 10송이", null, null],
  ])("%s: from %j to %j won", (sentence, minPrice, maxPrice) => {
    expect(understand(sentence, korean)).toMatchObject({ minPrice, maxPrice });
  });
});

describe("what is let go of where nothing fits", () => {
  it("is how it looks first, why it is given last", () => {
    const steps = everLooser(understand("엄마 생신에 차분한 분홍 꽃다발", korean));
    expect(steps.map((step) => step.tags.map((tag) => tag.id))).toEqual([
      ["tag_mother", "tag_birthday", "tag_calm", "tag_pink"],
      ["tag_mother", "tag_birthday", "tag_pink"],
      ["tag_mother", "tag_birthday"],
      ["tag_birthday"],
    ]);
    expect(steps.every((step) => step.category === "cat_bouquet")).toBe(true);
  });

  it("is never all of it", () => {
    expect(everLooser(understand("엄마", korean))).toHaveLength(1);
  });
});
