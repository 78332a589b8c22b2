import type { AddressInput, FulfilmentInput, FulfilmentMethod } from "@/gql/graphql";

/** A product and how many of it, as it stands in the checkout. */
export interface Item {
  productId: string;
  name: string;
  quantity: number;
  /** In won, for all of them. */
  total: number;
  methods: readonly FulfilmentMethod[];
}

/** What one store hands over. */
export interface Part {
  storeId: string;
  storeName: string;
  items: readonly Item[];
  /** The ways in which all its items can be handed over. */
  methods: readonly FulfilmentMethod[];
}

/** What the shopper chose for one part. */
export interface Choice {
  method: FulfilmentMethod;
  date: string | null;
  slot: { id: string; start: string; end: string } | null;
  note: string;
}

const ways: readonly FulfilmentMethod[] = ["DELIVERY", "PICKUP"];

/** One part for each store, in the order in which they first appear. */
export function partsOf(items: readonly (Item & { storeId: string; storeName: string })[]): Part[] {
  const byStore = new Map<string, Part & { items: Item[] }>();
  for (const { storeId, storeName, ...item } of items) {
    const part = byStore.get(storeId) ?? { storeId, storeName, items: [], methods: ways };
    byStore.set(storeId, { ...part, items: [...part.items, item], methods: part.methods.filter((way) => item.methods.includes(way)) });
  }
  return [...byStore.values()];
}

/** What is chosen before the shopper chose anything. */
export function firstChoice(part: Part): Choice {
  return { method: part.methods[0] ?? "PICKUP", date: null, slot: null, note: "" };
}

/** The fulfilments as the graph takes them; null while a delivery has no address yet. */
export function fulfilmentsOf(parts: readonly Part[], choiceOf: (part: Part) => Choice, address: AddressInput | null): FulfilmentInput[] | null {
  const fulfilments: FulfilmentInput[] = [];
  for (const part of parts) {
    const { method, slot, note } = choiceOf(part);
    if (method === "DELIVERY" && !address) return null;
    fulfilments.push({
      storeId: part.storeId,
      method,
      ...(slot ? { slotId: slot.id } : {}),
      ...(method === "DELIVERY" && address ? { address } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
    });
  }
  return fulfilments;
}
