import { graphql, type FragmentType, unmask } from "@/gql";
import { longDate, shortDate } from "@/shared/calendar/seoul";
import { useGraph } from "@/shared/graph/graph";
import { Away, Empty, Failed, Loading, Skeleton } from "@/shared/interface/States";
import { useTitle } from "@/shared/interface/Title";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { Price } from "@/shared/money/Price";
import { Picture } from "@/shop/picture/Picture";
import { myWords } from "./words";

const Subscriptions = graphql(`
  query Subscriptions {
    me {
      subscriptions(first: 20) {
        nodes {
          id
          ...Contract
        }
      }
    }
  }
`);

const Contract = graphql(`
  fragment Contract on SubscriptionContract {
    id
    status
    cadence
    nextDelivery
    price {
      amount
    }
    product {
      id
      name
      images {
        ...Picture
      }
    }
    upcoming(first: 4) {
      id
      date
      status
    }
  }
`);

export function Component() {
  const w = useWords(myWords);
  useTitle(w.subscriptions);
  const { data: answer, error, refetch } = useGraph(Subscriptions, {});
  if (error && !answer) return <Failed failure={error} onAgain={() => void refetch()} />;
  if (!answer) {
    return (
      <Loading>
        <Skeleton className="h-48" />
      </Loading>
    );
  }
  const contracts = answer.data.me?.subscriptions?.nodes;
  if (!contracts) return <Away>{w.subscriptionsAway}</Away>;
  if (contracts.length === 0) return <Empty title={w.noSubscriptions}>{w.noSubscriptionsBody}</Empty>;
  return (
    <>
      <h2 className="sr-only">{w.subscriptions}</h2>
      <ul className="flex flex-col gap-10">
        {contracts.map((contract) => (
          <ContractRow key={contract.id} contract={contract} />
        ))}
      </ul>
    </>
  );
}

function ContractRow({ contract: masked }: { contract: FragmentType<typeof Contract> }) {
  const contract = unmask(Contract, masked);
  const w = useWords(myWords);
  const language = useLanguage();
  return (
    <li className="flex gap-5">
      <Picture image={contract.product?.images[0]} silent className="w-28 shrink-0" />
      <div className="min-w-0">
        <p className={`text-sm font-medium ${contract.status === "ACTIVE" ? "text-leaf" : "text-amber"}`}>{w.subscription[contract.status]}</p>
        <h3 className="font-medium">{contract.product?.name}</h3>
        <p className="text-sm text-quiet">
          {w.cadence[contract.cadence]}, <Price amount={contract.price.amount} />
        </p>
        {contract.nextDelivery && contract.status === "ACTIVE" && <p className="mt-2">{w.next(longDate(contract.nextDelivery, language))}</p>}
        {contract.upcoming.length > 1 && (
          <p className="mt-1 text-sm text-quiet tabular-nums">
            {w.upcoming}: {contract.upcoming.map((delivery) => shortDate(delivery.date, language) + (delivery.status === "SKIPPED" ? ` (${w.skipped})` : "")).join(", ")}
          </p>
        )}
      </div>
    </li>
  );
}
