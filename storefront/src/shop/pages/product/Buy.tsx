import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { graphql, type FragmentType, unmask } from "@/gql";
import { button } from "@/shared/interface/button";
import { Quantity } from "@/shared/interface/Quantity";
import { inWords, type Refusal } from "@/shared/interface/refusals";
import { note } from "@/shared/interface/notes";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { useBag } from "@/shop/bag/bag";
import { productWords } from "./words";

const Fragment = graphql(`
  fragment Buy on Product {
    id
  }
`);

/** How many of one product fit in a bag. */
const most = 20;

export function Buy({ product: masked }: { product: FragmentType<typeof Fragment> }) {
  const product = unmask(Fragment, masked);
  const w = useWords(productWords);
  const language = useLanguage();
  const navigate = useNavigate();
  const bag = useBag();
  const [quantity, setQuantity] = useState(1);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refusal[]>([]);

  async function put() {
    setBusy(true);
    try {
      const refusals = await bag.add(product.id, quantity);
      await bag.refresh();
      setRefused(refusals);
      if (refusals.length === 0) note(w.inBag, { label: w.seeBag, do: () => void navigate("/cart") });
    } catch {
      setRefused([{ code: "FAILED", message: w.failed }]);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="mt-6">
      <Quantity value={quantity} min={1} max={most} onChange={setQuantity} words={w} />
      <div className="mt-4 grid gap-3 sm:grid-cols-2">
        <Link to={`/checkout?product=${product.id}&quantity=${quantity}`} className={`${button.primary} sm:order-2`}>
          {w.buyNow}
        </Link>
        <button type="button" className={button.second} aria-busy={busy} disabled={busy} onClick={() => void put()}>
          {busy ? w.toBagBusy : w.toBag}
        </button>
      </div>
      <div role="alert">
        {refused.map((refusal) => (
          <p key={refusal.code} className="mt-3 text-sm text-brick">
            {inWords(refusal, language)}
          </p>
        ))}
      </div>
    </div>
  );
}
