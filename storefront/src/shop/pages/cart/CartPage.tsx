import { Link } from "react-router";
import { graphql } from "@/gql";
import { useGraph } from "@/shared/graph/graph";
import { failed } from "@/shared/graph/request";
import { button } from "@/shared/interface/button";
import { Empty, Failed, Loading, Skeleton } from "@/shared/interface/States";
import { Title } from "@/shared/interface/Title";
import { useWords } from "@/shared/language/words";
import { Price } from "@/shared/money/Price";
import { useBagId } from "@/shop/bag/bag";
import { CartLine } from "./CartLine";
import { cartWords } from "./words";

const CartPage = graphql(`
  query CartPage($id: ID!) {
    cart(id: $id) {
      id
      subtotal {
        amount
      }
      lines {
        id
        problems {
          code
        }
        ...CartLine
      }
    }
  }
`);

/** Problems with which a line can still be ordered. */
const harmless = new Set(["PRICE_CHANGED"]);

export function Component() {
  const w = useWords(cartWords);
  const id = useBagId();
  return (
    <div className="page max-w-[1040px] pt-4 md:pt-10">
      <Title>{w.page}</Title>
      {id ? <Lines id={id} /> : <Nothing />}
    </div>
  );
}

function Nothing() {
  const w = useWords(cartWords);
  return (
    <Empty title={w.empty} way={<Link className={button.primary} to="/search">{w.emptyWay}</Link>}>
      {w.emptyBody}
    </Empty>
  );
}

function Lines({ id }: { id: string }) {
  const w = useWords(cartWords);
  const { data: answer, error, refetch } = useGraph(CartPage, { id }, { staleTime: 0, keepLast: true });
  if (error && !answer) return <Failed failure={error} onAgain={() => void refetch()} />;
  if (!answer) {
    return (
      <Loading>
        <div className="mt-8 grid gap-x-16 gap-y-4 lg:grid-cols-[1fr_20rem]">
          <Skeleton className="h-72" />
          <Skeleton className="h-48" />
        </div>
      </Loading>
    );
  }
  const { cart } = answer.data;
  if (!cart && failed(answer, "cart")) {
    return <Empty title={w.away} way={<button type="button" className={button.second} onClick={() => void refetch()}>{w.page}</button>} />;
  }
  if (!cart || cart.lines.length === 0) return <Nothing />;
  const blocked = cart.lines.some((line) => line.problems.some((problem) => !harmless.has(problem.code)));
  return (
    <div className="mt-4 grid items-start gap-x-16 gap-y-10 lg:grid-cols-[1fr_20rem]">
      <ul>
        {cart.lines.map((line) => (
          <CartLine key={line.id} line={line} />
        ))}
      </ul>
      <section className="rounded-card bg-linen p-6 lg:sticky lg:top-8">
        <p className="flex items-baseline justify-between gap-4">
          <span>{w.subtotal}</span>
          <Price amount={cart.subtotal.amount} className="text-lg font-semibold" />
        </p>
        <p className="mt-1 text-sm text-quiet">{w.deliveryLater}</p>
        {blocked ? (
          <p role="status" className="mt-5 text-sm font-medium text-brick">
            {w.fix}
          </p>
        ) : (
          <Link to="/checkout" className={`${button.primary} mt-5 w-full`}>
            {w.checkout}
          </Link>
        )}
      </section>
    </div>
  );
}
