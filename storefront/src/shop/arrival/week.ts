import { graphql, type FragmentType, unmask } from "@/gql";
import type { FulfilmentMethod } from "@/gql/graphql";
import { dateIn, daysAfter } from "@/shared/calendar/seoul";
import { useGraph } from "@/shared/graph/graph";

export const SlotTime = graphql(`
  fragment SlotTime on Slot {
    id
    start
    end
    remaining
  }
`);

// A week in one request: the day that the shopper looks for is mostly in it, and a closed one is seen at once.
const StoreWeek = graphql(`
  query StoreWeek($id: ID!, $method: FulfilmentMethod!, $d0: Date!, $d1: Date!, $d2: Date!, $d3: Date!, $d4: Date!, $d5: Date!, $d6: Date!) {
    store(id: $id) {
      id
      d0: slots(method: $method, date: $d0) {
        ...SlotTime
      }
      d1: slots(method: $method, date: $d1) {
        ...SlotTime
      }
      d2: slots(method: $method, date: $d2) {
        ...SlotTime
      }
      d3: slots(method: $method, date: $d3) {
        ...SlotTime
      }
      d4: slots(method: $method, date: $d4) {
        ...SlotTime
      }
      d5: slots(method: $method, date: $d5) {
        ...SlotTime
      }
      d6: slots(method: $method, date: $d6) {
        ...SlotTime
      }
    }
  }
`);

export interface Time {
  id: string;
  start: string;
  end: string;
  remaining: number;
}

export interface Day {
  date: string;
  /** Those with room left. */
  times: readonly Time[];
}

/** The next seven days of a store, today first, with the times that can still be had. */
export function useWeek(storeId: string, method: FulfilmentMethod) {
  const today = dateIn(new Date());
  const [d0, d1, d2, d3, d4, d5, d6] = [0, 1, 2, 3, 4, 5, 6].map((days) => daysAfter(today, days)) as [string, string, string, string, string, string, string];
  const { data: answer, error, refetch, isPending } = useGraph(StoreWeek, { id: storeId, method, d0, d1, d2, d3, d4, d5, d6 }, { staleTime: 20_000 });
  const store = answer?.data.store;
  const free = (slots: readonly FragmentType<typeof SlotTime>[]) => unmask(SlotTime, slots).filter((slot) => slot.remaining > 0);
  const days: Day[] | null = store
    ? [
        { date: d0, times: free(store.d0) },
        { date: d1, times: free(store.d1) },
        { date: d2, times: free(store.d2) },
        { date: d3, times: free(store.d3) },
        { date: d4, times: free(store.d4) },
        { date: d5, times: free(store.d5) },
        { date: d6, times: free(store.d6) },
      ]
    : null;
  return { days, isPending, away: !isPending && !store, error, refetch };
}
