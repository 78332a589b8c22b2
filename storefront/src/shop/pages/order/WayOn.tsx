import { useState } from "react";
import { useNavigate } from "react-router";
import { graphql, type FragmentType, unmask } from "@/gql";
import { button } from "@/shared/interface/button";
import { note } from "@/shared/interface/notes";
import { inWords } from "@/shared/interface/refusals";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { useBag } from "@/shop/bag/bag";
import { wayOn } from "./steps";
import { orderWords } from "./words";

const Fragment = graphql(`
  fragment WayOn on Order {
    rejection {
      code
      message
    }
    payment {
      captured {
        amount
      }
      refunded {
        amount
      }
    }
    shipments {
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

/** Why an order was refused, and what can be done about it now. */
export function WayOn({ order: masked }: { order: FragmentType<typeof Fragment> }) {
  const order = unmask(Fragment, masked);
  const w = useWords(orderWords);
  const language = useLanguage();
  const navigate = useNavigate();
  const bag = useBag();
  const [busy, setBusy] = useState(false);
  if (!order.rejection) return null;
  const way = wayOn(order.rejection.code);

  // Placing the order emptied the bag; its flowers go back in before anything else.
  async function goOn() {
    setBusy(true);
    try {
      for (const line of order.shipments.flatMap((shipment) => shipment.lines)) {
        if (line.product) await bag.add(line.product.id, line.quantity);
      }
      await bag.refresh();
      await navigate(way === "otherFlowers" ? "/cart" : "/checkout");
    } catch {
      note(w.refillFailed);
      setBusy(false);
    }
  }

  return (
    <div className="arriving mt-4 rounded-card bg-brick-pale px-6 py-5">
      <p className="measure font-medium text-brick">{inWords(order.rejection, language)}</p>
      {order.payment.captured.amount === order.payment.refunded.amount && <p className="mt-1 text-sm">{w.nothingTaken}</p>}
      <div className="mt-4 flex flex-wrap gap-3">
        {way === "otherFlowers" ? (
          <>
            <button type="button" className={button.primary} onClick={() => void navigate("/search?stock=1")}>
              {w.ways.otherFlowers}
            </button>
            <button type="button" className={`${button.second} bg-card hover:bg-linen`} aria-busy={busy} disabled={busy} onClick={() => void goOn()}>
              {w.ways.bag}
            </button>
          </>
        ) : (
          <button type="button" className={button.primary} aria-busy={busy} disabled={busy} onClick={() => void goOn()}>
            {w.ways[way]}
          </button>
        )}
      </div>
    </div>
  );
}
