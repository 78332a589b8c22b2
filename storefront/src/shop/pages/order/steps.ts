/** The steps of an order that goes well, in order, as Order.timeline names them. */
export const way = ["PLACED", "STOCK_RESERVED", "SLOTS_BOOKED", "PAYMENT_REQUESTED", "PAID", "CONFIRMED"] as const;

export type Ahead = Exclude<(typeof way)[number], "PLACED">;

/** What an order that still runs waits for now; null once it has ended. */
export function waitingFor(status: string, timeline: readonly { step: string }[]): Ahead | null {
  if (status !== "PENDING") return null;
  const taken = new Set(timeline.map((event) => event.step));
  // The last step known decides: one before it that is not named (nothing to pay) is not waited for.
  const last = way.findLastIndex((step) => taken.has(step));
  return way[last + 1] === "PLACED" ? "STOCK_RESERVED" : ((way[last + 1] as Ahead | undefined) ?? null);
}

export type WayOn = "otherCard" | "otherTime" | "otherFlowers" | "again";

/** What a shopper can do next about a rejected order. */
export function wayOn(code: string): WayOn {
  switch (code) {
    case "PAYMENT_DECLINED":
      return "otherCard";
    case "SLOT_FULL":
    case "STORE_CLOSED":
      return "otherTime";
    case "OUT_OF_STOCK":
      return "otherFlowers";
    default:
      return "again";
  }
}
