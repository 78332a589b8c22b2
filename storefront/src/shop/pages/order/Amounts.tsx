import { graphql, type FragmentType, unmask } from "@/gql";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { Price } from "@/shared/money/Price";
import { won } from "@/shared/money/won";
import { orderWords } from "./words";

const Fragment = graphql(`
  fragment Amounts on Order {
    subtotal {
      amount
    }
    discount {
      amount
    }
    deliveryFee {
      amount
    }
    voucherPaid {
      amount
    }
    total {
      amount
    }
    payment {
      status
    }
  }
`);

/** How the total came about, and whether it is paid. */
export function Amounts({ order: masked }: { order: FragmentType<typeof Fragment> }) {
  const order = unmask(Fragment, masked);
  const w = useWords(orderWords);
  const language = useLanguage();
  const rows: [string, string][] = [
    [w.subtotal, won(order.subtotal.amount, language)],
    ...(order.discount.amount > 0 ? [[w.discount, won(-order.discount.amount, language)] as [string, string]] : []),
    [w.delivery, order.deliveryFee.amount > 0 ? won(order.deliveryFee.amount, language) : w.free],
    ...(order.voucherPaid.amount > 0 ? [[w.voucher, won(-order.voucherPaid.amount, language)] as [string, string]] : []),
    [w.payment, w[`PAY_${order.payment.status}`]],
  ];
  return (
    <section className="mt-8 border-t border-line pt-6">
      <dl className="flex flex-col gap-1 text-sm">
        {rows.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-quiet">{name}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
        <div className="mt-2 flex items-baseline justify-between gap-4 text-base">
          <dt>{w.total}</dt>
          <dd>
            <Price amount={order.total.amount} className="text-lg font-semibold" />
          </dd>
        </div>
      </dl>
    </section>
  );
}
