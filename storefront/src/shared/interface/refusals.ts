import { words } from "@/shared/language/words";

/** What a use case refused, as the graph says it. */
export interface Refusal {
  code: string;
  message: string;
  field?: readonly string[] | null;
}

const said = words(
  {
    EMAIL_TAKEN: "이미 가입한 이메일이에요. 로그인해 주세요.",
    BAD_CREDENTIALS: "이메일이나 비밀번호가 맞지 않아요. 다시 적어 주세요.",
    ACCOUNT_SUSPENDED: "지금은 쓸 수 없는 계정이에요. 고객센터에 알려 주세요.",
    PRICE_CHANGED: "그사이 금액이 달라졌어요. 바뀐 금액을 확인하고 다시 눌러 주세요.",
    STORE_CLOSED: "꽃집이 지금은 주문을 받지 않아요. 다른 날이나 다른 꽃집을 골라 주세요.",
    NOT_DELIVERABLE: "이 주소로는 배송하지 않는 꽃집이에요. 다른 주소나 픽업을 골라 주세요.",
    SLOT_CLOSED: "고른 시간이 마감됐어요. 다른 시간을 골라 주세요.",
    SLOT_FULL: "고른 시간이 방금 다 찼어요. 다른 시간을 골라 주세요.",
    OUT_OF_STOCK: "방금 마지막 한 다발이 나갔어요. 다른 꽃을 골라 주세요.",
    SOLD_OUT: "지금은 다 나갔어요. 빼고 주문해 주세요.",
    EMPTY: "장바구니가 비어 있어요. 꽃을 먼저 담아 주세요.",
    PAYMENT_REQUIRED: "결제 수단을 골라 주세요.",
    UNKNOWN_TOKEN: "쓸 수 없는 카드예요. 다른 카드를 골라 주세요.",
    PAYMENT_DECLINED: "카드사가 결제를 받아 주지 않았어요. 다른 카드로 다시 주문해 주세요.",
    TIMED_OUT: "시간 안에 주문을 마치지 못했어요. 돈은 나가지 않았어요. 다시 주문해 주세요.",
  },
  {
    EMAIL_TAKEN: "This email has an account already. Sign in instead.",
    BAD_CREDENTIALS: "The email or the password does not match. Write them once more.",
    ACCOUNT_SUSPENDED: "This account can't be used right now. Please tell our support.",
    PRICE_CHANGED: "The total has changed meanwhile. Look at the new one and press again.",
    STORE_CLOSED: "The shop takes no orders right now. Choose another day or another shop.",
    NOT_DELIVERABLE: "The shop does not deliver to this address. Choose another one, or pick it up.",
    SLOT_CLOSED: "This time has closed. Choose another one.",
    SLOT_FULL: "This time has just filled up. Choose another one.",
    OUT_OF_STOCK: "The last one has just gone. Choose other flowers.",
    SOLD_OUT: "Sold out for now. Take it out to order the rest.",
    EMPTY: "Your bag is empty. Put some flowers in first.",
    PAYMENT_REQUIRED: "Choose how to pay.",
    UNKNOWN_TOKEN: "This card can't be used. Choose another one.",
    PAYMENT_DECLINED: "The card was declined. Order again with another card.",
    TIMED_OUT: "The order could not be finished in time. Nothing was charged. Please order again.",
  },
);

/** A refusal in a shopper's words: ours where the code is one we know, else the graph's own message. */
export function inWords(refusal: Refusal, language: "ko" | "en"): string {
  const known: Record<string, string> = said[language];
  return known[refusal.code] ?? refusal.message;
}

/** The refusals that belong to an input, found by the last part of their field path. */
export function atField(refusals: readonly Refusal[], ...names: string[]): Refusal | undefined {
  return refusals.find((refusal) => names.includes(refusal.field?.at(-1) ?? ""));
}

/** The refusals that belong to none of these inputs. */
export function elsewhere(refusals: readonly Refusal[], ...names: string[]): Refusal[] {
  return refusals.filter((refusal) => !names.includes(refusal.field?.at(-1) ?? ""));
}
