import { Link } from "react-router";
import { graphql, type FragmentType, unmask } from "@/gql";
import { words, useWords } from "@/shared/language/words";
import { type Hours, door } from "./opening";

const Fragment = graphql(`
  fragment StoreRow on Store {
    slug
    name
    description
    status
    address {
      line1
    }
    hours {
      weekday
      opens
      closes
    }
  }
`);

const said = words(
  {
    open: (until: string) => `열려 있어요, ${until}까지`,
    later: (from: string) => `오늘 ${from}에 열어요`,
    done: "오늘은 닫았어요",
    closed: "오늘은 쉬어요",
    paused: "잠시 주문을 쉬고 있어요",
  },
  {
    open: (until: string) => `Open until ${until}`,
    later: (from: string) => `Opens at ${from}`,
    done: "Closed for today",
    closed: "Closed today",
    paused: "Taking no orders for now",
  },
);

/** A shop among others, as a sign along the street. */
export function StoreRow({ store: masked }: { store: FragmentType<typeof Fragment> }) {
  const store = unmask(Fragment, masked);
  return (
    <Link to={`/stores/${store.slug}`} className="group block border-b border-line py-5">
      <span className="flex items-baseline justify-between gap-4">
        <span className="font-title text-lg decoration-camellia decoration-1 underline-offset-8 group-hover:underline">{store.name}</span>
        <DoorSign hours={store.hours} paused={store.status !== "OPEN"} />
      </span>
      <span className="mt-1 line-clamp-1 block text-sm text-quiet">{store.description}</span>
      <span className="mt-0.5 block text-sm text-quiet">{store.address.line1}</span>
    </Link>
  );
}

export function DoorSign({ hours, paused }: { hours: readonly Hours[]; paused: boolean }) {
  const w = useWords(said);
  const { open, today, opensLater } = door(hours, new Date());
  if (paused) return <span className="text-sm whitespace-nowrap text-quiet">{w.paused}</span>;
  if (open && today) return <span className="text-sm font-medium whitespace-nowrap text-leaf">{w.open(today.closes)}</span>;
  return <span className="text-sm whitespace-nowrap text-quiet">{opensLater && today ? w.later(today.opens) : today ? w.done : w.closed}</span>;
}
