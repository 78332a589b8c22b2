import { Link } from "react-router";
import { graphql, type FragmentType, unmask } from "@/gql";
import { clockRange, dateIn, longDate } from "@/shared/calendar/seoul";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { Price } from "@/shared/money/Price";
import { Picture } from "@/shop/picture/Picture";
import { orderWords } from "./words";

const Fragment = graphql(`
  fragment Shipments on Order {
    status
    shipments {
      id
      status
      method
      slotStart
      slotEnd
      note
      address {
        recipient
        line1
        line2
      }
      store {
        id
        name
        slug
        address {
          line1
        }
      }
      lines {
        id
        name
        quantity
        total {
          amount
        }
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

/** What each store makes, and when and where it is handed over. */
export function Shipments({ order: masked }: { order: FragmentType<typeof Fragment> }) {
  const order = unmask(Fragment, masked);
  const w = useWords(orderWords);
  const language = useLanguage();
  const made = order.status === "CONFIRMED" || order.status === "COMPLETED";
  return (
    <div className="flex flex-col gap-10">
      {order.shipments.map((shipment) => {
        const place = shipment.method === "PICKUP" ? shipment.store?.address.line1 : shipment.address && `${shipment.address.recipient}, ${shipment.address.line1} ${shipment.address.line2 ?? ""}`;
        return (
          <section key={shipment.id}>
            <h2 className="flex flex-wrap items-baseline justify-between gap-x-4 text-lg">
              {shipment.store ? <Link to={`/stores/${shipment.store.slug}`}>{w.from(shipment.store.name)}</Link> : w.storeAway}
              {made && <span className="font-sans text-sm font-medium tracking-normal text-leaf">{w.shipment[shipment.status]}</span>}
            </h2>
            <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm">
              <dt className="text-quiet">{w[shipment.method]}</dt>
              <dd className="tabular-nums">
                {shipment.slotStart && shipment.slotEnd && `${longDate(dateIn(new Date(shipment.slotStart)), language)} ${clockRange(shipment.slotStart, shipment.slotEnd)}`}
              </dd>
              {place && (
                <>
                  <dt className="text-quiet">{w.where[shipment.method]}</dt>
                  <dd>{place}</dd>
                </>
              )}
              {shipment.note && (
                <>
                  <dt className="text-quiet">{w.note}</dt>
                  <dd>{shipment.note}</dd>
                </>
              )}
            </dl>
            <ul className="mt-5 flex flex-col gap-4">
              {shipment.lines.map((line) => (
                <li key={line.id} className="flex items-center gap-4">
                  <Picture image={line.product?.images[0]} silent className="w-16 shrink-0 rounded-[10px]" />
                  <span className="grow">
                    {line.product ? <Link to={`/products/${line.product.id}`}>{line.name}</Link> : line.name}
                    <span className="ml-2 text-sm text-quiet tabular-nums">× {line.quantity}</span>
                  </span>
                  <Price amount={line.total.amount} className="font-medium" />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
