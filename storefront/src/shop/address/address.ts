import type { AddressInput } from "@/gql/graphql";

/** An address as it is being written; every part is there, if only as an empty line. */
export interface Draft {
  recipient: string;
  phone: string;
  postcode: string;
  line1: string;
  line2: string;
}

export const emptyDraft: Draft = { recipient: "", phone: "", postcode: "", line1: "", line2: "" };

export type Part = keyof Draft;

/** The parts that are missing or can't be right. */
export function missingParts(draft: Draft): Part[] {
  const wrong: Part[] = [];
  if (!draft.recipient.trim()) wrong.push("recipient");
  if (draft.phone.replace(/\D/g, "").length < 9) wrong.push("phone");
  if (!/^\d{5}$/.test(draft.postcode.trim())) wrong.push("postcode");
  if (!draft.line1.trim()) wrong.push("line1");
  return wrong;
}

/** The address as the graph takes it. */
export function toInput(draft: Draft): AddressInput {
  const line2 = draft.line2.trim();
  return {
    recipient: draft.recipient.trim(),
    phone: draft.phone.trim(),
    postcode: draft.postcode.trim(),
    line1: draft.line1.trim(),
    ...(line2 ? { line2 } : {}),
  };
}
