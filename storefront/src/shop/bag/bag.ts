import { useSyncExternalStore } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { graphql } from "@/gql";
import { ask, useGraph } from "@/shared/graph/graph";
import { GraphFailure } from "@/shared/graph/request";
import type { Refusal } from "@/shared/interface/refusals";
import { bagId, keepBag, subscribeToBag } from "./kept";

const BagCount = graphql(`
  query BagCount($id: ID!) {
    cart(id: $id) {
      id
      lines {
        id
        quantity
        product {
          id
        }
      }
    }
  }
`);

const CreateBag = graphql(`
  mutation CreateBag($lines: [CartLineInput!]) {
    createCart(lines: $lines) {
      cart {
        id
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

const SetBagLine = graphql(`
  mutation SetBagLine($cartId: ID!, $line: CartLineInput!) {
    setCartLine(cartId: $cartId, line: $line) {
      cart {
        id
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

const AttachBag = graphql(`
  mutation AttachBag($cartId: ID!) {
    attachCart(cartId: $cartId) {
      cart {
        id
      }
      userErrors {
        code
      }
    }
  }
`);

const MyBag = graphql(`
  query MyBag {
    me {
      cart {
        id
      }
    }
  }
`);

/** The id of the cart, or null before anything was put in. It is a secret: whoever holds it holds the cart. */
export function useBagId(): string | null {
  return useSyncExternalStore(subscribeToBag, bagId, () => null);
}

/** How many pieces are in the bag. */
export function useBagCount(): number {
  const id = useBagId();
  const { data } = useGraph(BagCount, { id: id ?? "" }, { enabled: id !== null });
  if (id === null) return 0;
  return data?.data.cart?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0;
}

const most = 99;

/** Puts products in the bag, and sets how many of one there are. Each answers with what was refused. */
export function useBag() {
  const queries = useQueryClient();

  async function add(productId: string, quantity: number): Promise<Refusal[]> {
    const id = bagId();
    const there = id ? (await ask(BagCount, { id })).data.cart : null;
    if (!there) return create(productId, quantity);
    const before = there.lines.find((line) => line.product?.id === productId)?.quantity ?? 0;
    return set(productId, Math.min(most, before + quantity));
  }

  async function create(productId: string, quantity: number): Promise<Refusal[]> {
    const { createCart } = (await ask(CreateBag, { lines: [{ productId, quantity }] })).data;
    if (!createCart) throw new GraphFailure("SUBGRAPH_UNAVAILABLE", "carts are away");
    if (createCart.cart) keepBag(createCart.cart.id);
    return createCart.userErrors;
  }

  /** A quantity of 0 takes the line out. */
  async function set(productId: string, quantity: number): Promise<Refusal[]> {
    const cartId = bagId();
    if (!cartId) return quantity > 0 ? create(productId, quantity) : [];
    const { setCartLine } = (await ask(SetBagLine, { cartId, line: { productId, quantity } })).data;
    if (!setCartLine) throw new GraphFailure("SUBGRAPH_UNAVAILABLE", "carts are away");
    await refresh();
    return setCartLine.userErrors;
  }

  async function refresh(): Promise<void> {
    await Promise.all([queries.invalidateQueries({ queryKey: ["BagCount"] }), queries.invalidateQueries({ queryKey: ["CartPage"] })]);
  }

  return { add, set, refresh };
}

/** Right after signing in: a guest's bag becomes the member's, or theirs from before is taken up again. */
export async function takeBagAlong(): Promise<void> {
  const cartId = bagId();
  if (cartId) {
    const { attachCart } = (await ask(AttachBag, { cartId })).data;
    if (attachCart?.cart) return keepBag(attachCart.cart.id);
    if (!attachCart?.userErrors.some((refusal) => refusal.code === "NOT_FOUND")) return;
  }
  const { me } = (await ask(MyBag, {})).data;
  keepBag(me?.cart?.id ?? null);
}
