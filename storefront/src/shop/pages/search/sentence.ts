import type { TagKind } from "@/gql/graphql";

/** The words of the catalogue, in the shopper's language. */
export interface Vocabulary {
  categories: readonly { id: string; name: string }[];
  tags: readonly { id: string; kind: TagKind; name: string }[];
  flowers: readonly { id: string; name: string }[];
}

/** The conditions that a sentence says. */
export interface Understood {
  category: string | null;
  tags: readonly { id: string; kind: TagKind }[];
  flowers: readonly string[];
  minPrice: number | null;
  maxPrice: number | null;
}

// How people say it where the catalogue says it otherwise. Each is the beginning of a word: Korean hangs its
// particles on the end.
const alsoSaid: Record<string, readonly string[]> = {
  tag_lover: ["여자친구", "남자친구", "여친", "남친", "애인", "girlfriend", "boyfriend"],
  tag_spouse: ["아내", "남편", "와이프", "wife", "husband"],
  tag_mother: ["엄마", "mum", "mom"],
  tag_father: ["아빠", "dad"],
  tag_grandparents: ["할머니", "할아버지", "grandmother", "grandfather"],
  tag_child: ["아들", "딸", "아이에게", "daughter", "son"],
  tag_teacher: ["은사"],
  tag_colleague: ["동료", "팀장", "상사"],
  tag_self: ["나를", "나한테", "me"],
  tag_birthday: ["생신"],
  tag_proposal: ["프로포즈", "청혼", "고백"],
  tag_wedding_congrats: ["결혼", "wedding"],
  tag_childbirth: ["출산", "baby"],
  tag_new_job: ["취업", "이직", "출근", "입사", "job"],
  tag_opening: ["오픈", "개점"],
  tag_retirement: ["은퇴", "정년"],
  tag_performance: ["공연", "전시", "연주회", "concert"],
  tag_housewarming: ["이사", "새집", "moved"],
  tag_get_well: ["병원", "쾌유"],
  tag_cheer_up: ["응원", "위로", "힘내"],
  tag_thanks: ["고마", "thanks", "grateful"],
  tag_apology: ["미안", "죄송", "화해", "sorry"],
  tag_condolence: ["조의", "추모", "장례"],
  tag_valentine: ["밸런타인", "valentine"],
  tag_red: ["빨간", "붉은"],
  tag_pink: ["핑크"],
  tag_orange: ["오렌지"],
  tag_yellow: ["노란"],
  tag_white: ["하얀", "흰", "화이트", "하양"],
  tag_green: ["그린", "초록"],
  tag_blue: ["파란", "푸른", "블루"],
  tag_purple: ["보랏빛", "퍼플"],
  tag_elegant: ["우아"],
  tag_cheerful: ["발랄", "밝은"],
  tag_calm: ["차분", "은은"],
  tag_luxurious: ["화려"],
  tag_lovely: ["사랑스", "귀여운"],
  cat_basket: ["바구니", "basket"],
  cat_box: ["박스", "상자", "box"],
  cat_vase: ["화병", "꽃병", "vase"],
  cat_wreath: ["화환"],
  cat_plant: ["화분", "난초", "plant", "potted"],
  cat_dried: ["드라이", "말린", "프리저브드", "dried"],
  cat_wedding: ["부케"],
};

/** Names that say several things at once: 취업·이직. */
const parts = /[·,/]| or /;

/** Reads a sentence by the words of the catalogue. What it does not know it leaves aside. */
export function understand(sentence: string, { categories, tags, flowers }: Vocabulary): Understood {
  const text = ` ${sentence.toLowerCase().replace(/[^\p{L}\p{N}'만천원]+/gu, " ")} `;
  const says = (id: string, name: string) =>
    [...name.split(parts), ...(alsoSaid[id] ?? [])].some((word) => {
      const wanted = word.trim().toLowerCase();
      if (!wanted) return false;
      // A Latin word ends where it ends, but for its plural; a Korean one goes on with its particle.
      return /^[a-z' ]+$/.test(wanted) ? new RegExp(` ${wanted}s? `).test(text) : text.includes(` ${wanted}`);
    });
  const said = <Each extends { id: string; name: string }>(all: readonly Each[]) => all.filter((each) => says(each.id, each.name));
  return {
    category: said(categories)[0]?.id ?? null,
    tags: said(tags).map(({ id, kind }) => ({ id, kind })),
    flowers: said(flowers).map(({ id }) => id),
    ...price(text),
  };
}

/** "5만원 이하" is a ceiling, "5만원대" a range, "5만원쯤" somewhere around it. */
function price(text: string): Pick<Understood, "minPrice" | "maxPrice"> {
  const found = /(\d+)(만|천)\s?(\d천)?\s?원?\s?(대|이하|안|까지|미만|이상|부터|넘|쯤|정도)?/.exec(text);
  if (!found) return { minPrice: null, maxPrice: null };
  const unit = found[2] === "만" ? 10_000 : 1_000;
  const amount = Number(found[1]) * unit + (found[3] ? Number(found[3][0]) * 1_000 : 0);
  switch (found[4]) {
    case "이상":
    case "부터":
    case "넘":
      return { minPrice: amount, maxPrice: null };
    case "대":
      return { minPrice: amount, maxPrice: amount + unit - 1_000 };
    case "쯤":
    case "정도":
      return { minPrice: Math.round((amount * 0.8) / 1_000) * 1_000, maxPrice: Math.round((amount * 1.2) / 1_000) * 1_000 };
    default:
      return { minPrice: null, maxPrice: amount };
  }
}

/** Whether anything at all was understood. */
export function saysSomething({ category, tags, flowers, minPrice, maxPrice }: Understood): boolean {
  return category !== null || tags.length > 0 || flowers.length > 0 || minPrice !== null || maxPrice !== null;
}

/** What is let go of first where nothing fits all of it: how it looks before whom it is for, before why. */
const letGo: readonly TagKind[] = ["MOOD", "COLOUR", "RECIPIENT", "OCCASION"];

/** All that was understood, then ever less of it. */
export function everLooser(understood: Understood): Understood[] {
  const steps = [understood];
  let left = understood;
  for (const kind of letGo) {
    const tags = left.tags.filter((tag) => tag.kind !== kind);
    if (tags.length === left.tags.length) continue;
    left = { ...left, tags };
    if (saysSomething(left)) steps.push(left);
  }
  if (left.category && left.flowers.length > 0) steps.push({ ...left, category: null });
  return steps.slice(0, 4);
}
