import { Link } from "react-router";
import { graphql, type FragmentType, unmask } from "@/gql";
import { fullDate } from "@/shared/calendar/seoul";
import { useGraphPages } from "@/shared/graph/graph";
import { button } from "@/shared/interface/button";
import { Away, Empty, Failed, Loading, Skeleton } from "@/shared/interface/States";
import { useTitle } from "@/shared/interface/Title";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { Price } from "@/shared/money/Price";
import { Picture } from "@/shop/picture/Picture";
import { myWords } from "./words";

const Orders = graphql(`
  query Orders($after: String) {
    me {
      orders(first: 12, after: $after) {
        nodes {
          id
          ...OrderRow
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

const Row = graphql(`
  fragment OrderRow on Order {
    id
    number
    status
    placedAt
    total {
      amount
    }
    shipments {
      id
      lines {
        id
        name
        product {
          id
          images {
            ...Picture
          }
        }
      }
    }
  }
`);

export function Component() {
  const w = useWords(myWords);
  useTitle(w.orders);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useGraphPages(Orders, {}, (page) => page.me?.orders?.pageInfo);
  if (error && !data) return <Failed failure={error} onAgain={() => void refetch()} />;
  if (!data) {
    return (
      <Loading>
        <Skeleton className="h-96" />
      </Loading>
    );
  }
  if (!data.pages[0]?.data.me?.orders) return <Away>{w.ordersAway}</Away>;
  const orders = data.pages.flatMap((page) => page.data.me?.orders?.nodes ?? []);
  if (orders.length === 0) {
    return (
      <Empty title={w.noOrders} way={<Link to="/search" className={button.primary}>{w.find}</Link>}>
        {w.noOrdersBody}
      </Empty>
    );
  }
  return (
    <>
      <h2 className="sr-only">{w.orders}</h2>
      <ul>
        {orders.map((order) => (
          <OrderRow key={order.id} order={order} />
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className={`${button.second} mt-8`} disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {w.more}
        </button>
      )}
    </>
  );
}

function OrderRow({ order: masked }: { order: FragmentType<typeof Row> }) {
  const order = unmask(Row, masked);
  const w = useWords(myWords);
  const language = useLanguage();
  const lines = order.shipments.flatMap((shipment) => shipment.lines);
  const tone = order.status === "REJECTED" || order.status === "CANCELLED" ? "text-brick" : order.status === "PENDING" ? "text-amber" : "text-leaf";
  return (
    <li className="relative flex items-center gap-5 border-b border-line py-5 first:pt-0">
      <Picture image={lines[0]?.product?.images[0]} silent className="w-20 shrink-0" />
      <div className="min-w-0 grow">
        <p className={`text-sm font-medium ${tone}`}>{w[order.status]}</p>
        <h3 className="truncate font-medium">
          <Link to={`/orders/${order.id}`} className="after:absolute after:inset-0">
            {w.andMore(lines[0]?.name ?? order.number, lines.length - 1)}
          </Link>
        </h3>
        <p className="text-sm text-quiet tabular-nums">{fullDate(order.placedAt, language)}</p>
      </div>
      <Price amount={order.total.amount} className="font-semibold" />
    </li>
  );
}
