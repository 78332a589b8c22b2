import { useMemo } from "react";
import { Link, Navigate, useLocation, useSearchParams } from "react-router";
import { graphql } from "@/gql";
import { useGraph } from "@/shared/graph/graph";
import { button } from "@/shared/interface/button";
import { Empty, Failed, Loading, Skeleton } from "@/shared/interface/States";
import { Title } from "@/shared/interface/Title";
import { useWords } from "@/shared/language/words";
import { useSignedIn } from "@/shared/session/session";
import { useBagId } from "@/shop/bag/bag";
import { partsOf } from "./basket";
import { Steps } from "./Steps";
import { checkoutWords } from "./words";

const CheckoutPage = graphql(`
  query CheckoutPage($cartId: ID!, $fromCart: Boolean!, $productId: ID!, $fromProduct: Boolean!) {
    cart(id: $cartId) @include(if: $fromCart) {
      id
      lines {
        id
        quantity
        unitPrice {
          amount
        }
        product {
          id
          name
          fulfilmentMethods
        }
        store {
          id
          name
        }
      }
    }
    product(id: $productId) @include(if: $fromProduct) {
      id
      name
      fulfilmentMethods
      price {
        amount
      }
      store {
        id
        name
      }
    }
    me {
      id
      ...Steps
    }
  }
`);

/** How many of one product can be ordered at once. */
const most = 99;

/** Checkout of the bag, or of one product: /checkout?product=prd_...&quantity=2 */
export function Component() {
  const location = useLocation();
  if (!useSignedIn()) return <Navigate to="/sign-in" replace state={{ from: location.pathname + location.search }} />;
  return <Checkout />;
}

function Checkout() {
  const w = useWords(checkoutWords);
  const [params] = useSearchParams();
  const cartId = useBagId();
  const productId = params.get("product");
  const asked = Math.trunc(Number(params.get("quantity")));
  const quantity = asked >= 1 && asked <= most ? asked : 1;
  const fromCart = !productId && cartId !== null;

  const { data: answer, error, refetch } = useGraph(
    CheckoutPage,
    { cartId: cartId ?? "", fromCart, productId: productId ?? "", fromProduct: productId !== null },
    { enabled: fromCart || productId !== null, staleTime: 0 },
  );
  const data = answer?.data;

  const parts = useMemo(() => {
    const lines = data?.cart?.lines ?? (data?.product ? [{ product: data.product, store: data.product.store, quantity, unitPrice: data.product.price }] : []);
    // A line whose product or store is away can't be ordered now; the page says so below.
    if (lines.some((line) => !line.product || !line.store)) return null;
    return partsOf(
      lines.flatMap((line) =>
        line.product && line.store
          ? [
              {
                productId: line.product.id,
                name: line.product.name,
                quantity: line.quantity,
                total: line.quantity * line.unitPrice.amount,
                methods: line.product.fulfilmentMethods,
                storeId: line.store.id,
                storeName: line.store.name,
              },
            ]
          : [],
      ),
    );
  }, [data, quantity]);

  const nothing = (
    <Empty title={w.emptyTitle} way={<Link className={button.primary} to="/search">{w.emptyWay}</Link>} />
  );
  return (
    <div className="page max-w-[1080px] pt-4 md:pt-10">
      <Title>{w.page}</Title>
      {!fromCart && !productId ? (
        nothing
      ) : error && !data ? (
        <Failed failure={error} onAgain={() => void refetch()} />
      ) : !data ? (
        <Loading>
          <div className="mt-8 grid gap-x-16 gap-y-6 lg:grid-cols-[1fr_20rem]">
            <Skeleton className="h-128" />
            <Skeleton className="hidden h-72 lg:block" />
          </div>
        </Loading>
      ) : !data.me || parts === null ? (
        <Empty title={parts === null ? w.storeAway : w.away} way={<button type="button" className={button.second} onClick={() => void refetch()}>{w.again}</button>} />
      ) : parts.length === 0 ? (
        nothing
      ) : (
        <Steps
          parts={parts}
          me={data.me}
          source={productId ? { lines: [{ productId, quantity }] } : { cartId: cartId ?? "" }}
        />
      )}
    </div>
  );
}
