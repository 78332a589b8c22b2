import type { Language } from "@/shared/language/language";

const digits = new Intl.NumberFormat("ko-KR", { maximumFractionDigits: 0 });

/** A whole number of won as it is written in a shop: 39,000원, in English ₩39,000. */
export function won(amount: number, language: Language): string {
  if (language === "en") return amount < 0 ? `-₩${digits.format(-amount)}` : `₩${digits.format(amount)}`;
  return `${digits.format(amount)}원`;
}

/** Reads what a person types as a price ("3만", "30,000원", "30000"); null when it is none. */
export function readWon(text: string): number | null {
  const plain = text.replace(/[\s,원₩]/g, "");
  const tenThousands = /^(\d+(?:\.\d+)?)만(\d*)$/.exec(plain);
  if (tenThousands) return Math.round(Number(tenThousands[1]) * 10_000) + Number(tenThousands[2] || 0);
  return /^\d{1,9}$/.test(plain) ? Number(plain) : null;
}
