import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { graphql, type FragmentType, unmask } from "@/gql";
import { useChange } from "@/shared/graph/graph";
import { Icon } from "@/shared/icons/Icon";
import { note } from "@/shared/interface/notes";
import { useWords } from "@/shared/language/words";
import { useSignedIn } from "@/shared/session/session";
import { productWords } from "./words";

const Fragment = graphql(`
  fragment Like on Product {
    id
    likeCount
    likedByMe
  }
`);

const LikeProduct = graphql(`
  mutation LikeProduct($productId: ID!) {
    likeProduct(productId: $productId) {
      userErrors {
        code
      }
    }
  }
`);

const UnlikeProduct = graphql(`
  mutation UnlikeProduct($productId: ID!) {
    unlikeProduct(productId: $productId) {
      userErrors {
        code
      }
    }
  }
`);

/** A heart that fills at once, and empties again if the shop did not hear of it. */
export function Like({ product: masked }: { product: FragmentType<typeof Fragment> }) {
  const product = unmask(Fragment, masked);
  const w = useWords(productWords);
  const signedIn = useSignedIn();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const like = useChange(LikeProduct);
  const unlike = useChange(UnlikeProduct);
  // What the shopper pressed since the page was read; null: nothing.
  const [pressed, setPressed] = useState<boolean | null>(null);
  const on = pressed ?? product.likedByMe;
  const count = product.likeCount + Number(on) - Number(product.likedByMe);

  async function toggle() {
    if (!signedIn) {
      note(w.signInToLike, { label: w.signIn, do: () => void navigate("/sign-in", { state: { from: `/products/${product.id}` } }) });
      return;
    }
    setPressed(!on);
    try {
      const { data } = on ? await unlike.mutateAsync({ productId: product.id }) : await like.mutateAsync({ productId: product.id });
      if (Object.values(data)[0] === null) throw new Error("likes are away");
      await queries.invalidateQueries({ queryKey: ["ProductPage"] });
      void queries.invalidateQueries({ queryKey: ["Liked"] });
    } catch {
      note(w.likeFailed);
    }
    setPressed(null);
  }

  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={() => void toggle()}
      className="-mr-2 inline-flex h-11 min-w-11 items-center justify-center gap-1.5 rounded-full px-2 text-sm text-quiet tabular-nums transition-colors duration-150 hover:bg-linen"
    >
      <Icon name="heart" filled={on} className={`size-6 transition-colors duration-150 ${on ? "text-camellia" : "text-ink"}`} />
      <span className="sr-only">{w.like}</span>
      {count > 0 && count}
    </button>
  );
}
