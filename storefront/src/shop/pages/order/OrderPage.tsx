import { useEffect, useState } from "react";
import { Link, Navigate, useLocation, useParams } from "react-router";
import { graphql, type FragmentType, unmask } from "@/gql";
import { useGraph } from "@/shared/graph/graph";
import { failed } from "@/shared/graph/request";
import { follow } from "@/shared/live/live";
import { fullDate } from "@/shared/calendar/seoul";
import { button } from "@/shared/interface/button";
import { Empty, Failed, Loading, Skeleton } from "@/shared/interface/States";
import { Title } from "@/shared/interface/Title";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { useSignedIn } from "@/shared/session/session";
import { Amounts } from "./Amounts";
import { Shipments } from "./Shipments";
import { Timeline } from "./Timeline";
import { WayOn } from "./WayOn";
import { orderWords } from "./words";

// The stream says the same of an order as the query, so that either can be shown.
const OrderPage = graphql(`
  query OrderPage($id: ID!) {
    order(id: $id) {
      ...WholeOrder
    }
  }
`);

const OrderUpdates = graphql(`
  subscription OrderUpdates($id: ID!) {
    orderUpdates(orderId: $id) {
      ...WholeOrder
    }
  }
`);

export const WholeOrder = graphql(`
  fragment WholeOrder on Order {
    id
    number
    status
    placedAt
    rejection {
      code
      message
    }
    ...Timeline
    ...WayOn
    ...Shipments
    ...Amounts
  }
`);

export function Component() {
  const location = useLocation();
  const { id = "" } = useParams();
  if (!useSignedIn()) return <Navigate to="/sign-in" replace state={{ from: location.pathname }} />;
  return <Order key={id} id={id} />;
}

/** How often the order is read again while its stream is broken, in milliseconds. */
const pollEvery = 2_000;

function useOrder(id: string) {
  const [streaming, setStreaming] = useState<"starting" | "live" | "broken">("starting");
  const [heard, setHeard] = useState<FragmentType<typeof WholeOrder> | null>(null);
  const [over, setOver] = useState(false);
  const query = useGraph(OrderPage, { id }, { staleTime: 0, refetchInterval: streaming === "broken" && !over ? pollEvery : false });
  const read = query.data?.data.order;

  useEffect(
    () => {
      if (over) return undefined;
      return follow(OrderUpdates, { id }, {
        heard: ({ orderUpdates }) => {
          setHeard(orderUpdates);
          setStreaming("live");
        },
        broken: () => {
          // What was heard may be older than what is read from now on.
          setHeard(null);
          setStreaming("broken");
        },
        ended: () => void query.refetch(),
      });
    },
    // refetch is the same function for the same order.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [id, over],
  );

  const shown = heard ?? read;
  const order = unmask(WholeOrder, shown);
  const ended = order?.status === "REJECTED" || order?.status === "CANCELLED" || order?.status === "COMPLETED";
  if (ended !== over) setOver(ended);
  return { order, streaming, query };
}

function Order({ id }: { id: string }) {
  const w = useWords(orderWords);
  const language = useLanguage();
  const { order, streaming, query } = useOrder(id);

  if (!order) {
    if (query.error) return <Failed failure={query.error} onAgain={() => void query.refetch()} />;
    if (!query.data) {
      return (
        <Loading>
          <div className="page max-w-[1080px] pt-4 md:pt-10">
            <Skeleton className="h-12 w-72" />
            <Skeleton className="mt-8 h-96" />
          </div>
        </Loading>
      );
    }
    if (failed(query.data, "order")) {
      return <Empty title={w.away} way={<button type="button" className={button.second} onClick={() => void query.refetch()}>{w.again}</button>} />;
    }
    return (
      <Empty title={w.gone} way={<Link to="/my" className={button.second}>{w.orders}</Link>}>
        {w.goneBody}
      </Empty>
    );
  }

  const done = order.status === "CONFIRMED" || order.status === "COMPLETED";
  return (
    <div className="page max-w-[1080px] pt-4 md:pt-10" data-status={order.status}>
      <p className="text-sm text-quiet tabular-nums">
        {w.page(order.number)}, {w.placedAt(fullDate(order.placedAt, language))}
      </p>
      <Title name={w.page(order.number)} className="mt-2 text-2xl md:text-3xl">
        {w[order.status]}
      </Title>
      {/* Only what changed is read out: the outcome, and in the timeline each step. */}
      <p role="status" className={order.status === "PENDING" || done ? "measure mt-2 text-quiet" : "sr-only"}>
        <span className="sr-only">{w[order.status]}. </span>
        {order.status === "PENDING" ? w.pendingBody : done ? w.confirmedBody : ""}
      </p>
      {order.status === "REJECTED" && <WayOn order={order} />}

      <div className="mt-8 grid items-start gap-x-16 gap-y-12 md:mt-12 lg:grid-cols-[22rem_1fr]">
        <Timeline order={order} connection={order.status === "PENDING" ? streaming : null} />
        <div>
          <Shipments order={order} />
          <Amounts order={order} />
          {done && (
            <p className="mt-8 flex flex-wrap gap-3">
              <Link to="/my" className={button.second}>{w.orders}</Link>
              <Link to="/" className={button.second}>{w.shop}</Link>
            </p>
          )}
        </div>
      </div>
    </div>
  );
}
