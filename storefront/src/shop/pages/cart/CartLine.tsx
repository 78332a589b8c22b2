import { useState } from "react";
import { Link } from "react-router";
import { graphql, type FragmentType, unmask } from "@/gql";
import { Icon } from "@/shared/icons/Icon";
import { button } from "@/shared/interface/button";
import { note } from "@/shared/interface/notes";
import { Quantity } from "@/shared/interface/Quantity";
import { inWords } from "@/shared/interface/refusals";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { Price } from "@/shared/money/Price";
import { useBag } from "@/shop/bag/bag";
import { Picture } from "@/shop/picture/Picture";
import { cartWords } from "./words";

const Fragment = graphql(`
  fragment CartLine on CartLine {
    id
    quantity
    total {
      amount
    }
    problems {
      code
      message
    }
    store {
      id
      name
      slug
    }
    product {
      id
      name
      images {
        ...Picture
      }
    }
  }
`);

export function CartLine({ line: masked }: { line: FragmentType<typeof Fragment> }) {
  const line = unmask(Fragment, masked);
  const w = useWords(cartWords);
  const language = useLanguage();
  const bag = useBag();
  const [busy, setBusy] = useState(false);
  const productId = line.product?.id;
  // While product is away the line still says its price: order keeps a copy of it.
  const name = line.product?.name ?? w.productAway;

  async function set(quantity: number) {
    if (!productId) return;
    setBusy(true);
    try {
      const [refusal] = await bag.set(productId, quantity);
      if (refusal) note(inWords(refusal, language));
      else if (quantity === 0) note(w.removed, { label: w.undo, do: () => void bag.set(productId, line.quantity) });
    } catch {
      note(w.failed);
    } finally {
      setBusy(false);
    }
  }

  const wordOf = (code: string): string | undefined => (code in w ? String((w as unknown as Record<string, unknown>)[code]) : undefined);
  return (
    <li aria-busy={busy} className={`flex gap-4 border-b border-line py-5 transition-opacity duration-150 md:gap-6 ${busy ? "opacity-60" : ""}`}>
      <Link to={`/products/${productId ?? ""}`} tabIndex={-1} aria-hidden="true" className="w-24 shrink-0 md:w-28">
        <Picture image={line.product?.images[0]} silent />
      </Link>
      <div className="flex min-w-0 grow flex-col">
        <div className="flex items-start gap-2">
          <div className="min-w-0 grow">
            <h2 className="font-sans leading-snug font-medium tracking-normal">
              {productId ? <Link to={`/products/${productId}`}>{name}</Link> : name}
            </h2>
            {line.store && <p className="text-sm text-quiet">{line.store.name}</p>}
          </div>
          <button type="button" aria-label={w.remove(name)} disabled={busy || !productId} className={`${button.icon} -mt-2.5 -mr-2.5`} onClick={() => void set(0)}>
            <Icon name="close" className="size-5" />
          </button>
        </div>
        {line.problems.map((problem) => (
          <p key={problem.code} className={`mt-1 text-sm ${problem.code === "PRICE_CHANGED" ? "text-amber" : "text-brick"}`}>
            {wordOf(problem.code) ?? problem.message}
          </p>
        ))}
        <div className="mt-auto flex flex-wrap items-center justify-between gap-3 pt-3">
          <Quantity value={line.quantity} min={1} max={99} onChange={(quantity) => void set(quantity)} words={w} disabled={busy || !productId} />
          <Price amount={line.total.amount} className="font-semibold" />
        </div>
      </div>
    </li>
  );
}
