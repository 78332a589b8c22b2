import { useSyncExternalStore } from "react";
import { graphql } from "@/gql";
import { useGraph } from "@/shared/graph/graph";
import { dateIn, monthOf } from "@/shared/calendar/seoul";
import { useWords } from "@/shared/language/words";
import { Away, Failed, Loading, Skeleton } from "@/shared/interface/States";
import { Title } from "@/shared/interface/Title";
import { ProductCard, ProductCardSkeleton, productGrid } from "@/shop/product-card/ProductCard";
import { StoreRow } from "@/shop/store-row/StoreRow";
import { Categories } from "./Categories";
import { FlowersOfTheMonth } from "./FlowersOfTheMonth";
import { Occasions } from "./Occasions";
import { Section } from "./Section";
import { SentenceSearch } from "./SentenceSearch";
import { StemInGlass } from "./StemInGlass";
import { homeWords } from "./words";

const HomePage = graphql(`
  query HomePage {
    picks: products(sort: BEST_SELLING, filter: { kind: REGULAR, inStockOnly: true }, first: 8) {
      nodes {
        id
        ...ProductCard
      }
    }
    newest: products(sort: NEWEST, filter: { kind: REGULAR, inStockOnly: true }, first: 4) {
      nodes {
        id
        ...ProductCard
      }
    }
    categories {
      ...Categories
    }
    occasions: tags(kind: OCCASION) {
      ...Occasions
    }
    flowers {
      ...FlowersOfTheMonth
    }
    stores(first: 6) {
      nodes {
        id
        ...StoreRow
      }
    }
  }
`);

const unchanging = () => () => undefined;
const monthNow = () => monthOf(dateIn(new Date()));

export function Component() {
  const w = useWords(homeWords);
  const { data: answer, error, refetch } = useGraph(HomePage, {});
  const month = useSyncExternalStore(unchanging, monthNow, () => null);
  const data = answer?.data;

  return (
    <>
      <section className="page grid items-center gap-x-16 md:grid-cols-[7fr_5fr] md:pt-6">
        <div className="pt-8 md:pt-0">
          <p className="text-sm text-quiet md:text-base">{w.eyebrow}</p>
          <Title name={w.page} className="mt-3 text-3xl whitespace-pre-line md:text-4xl lg:text-5xl">
            {w.title}
          </Title>
          <SentenceSearch />
          <p className="mt-4 text-sm text-quiet md:text-base">{w.lead}</p>
        </div>
        <StemInGlass className="mx-auto mt-10 w-[82%] max-w-[420px] md:mt-0 md:w-full" />
      </section>

      {error && !data ? (
        <div className="page">
          <Failed failure={error} onAgain={() => void refetch()} />
        </div>
      ) : (
        <>
          <Section title={w.picks} way={{ to: "/search?sort=BEST_SELLING", label: w.all }}>
            {!data ? (
              <Loading>
                <CardsComing count={8} />
              </Loading>
            ) : !data.picks ? (
              <Away>{w.away}</Away>
            ) : data.picks.nodes.length === 0 ? (
              <Away>{w.none}</Away>
            ) : (
              <div className={productGrid}>
                {data.picks.nodes.map((product) => (
                  <ProductCard key={product.id} product={product} />
                ))}
              </div>
            )}
          </Section>

          {/* Without product all of these are away; the section above says so once for them. */}
          {(!data || data.categories) && (
            <Section title={w.categories}>{data?.categories ? <Categories categories={data.categories} /> : <Skeleton className="h-76 md:h-32" />}</Section>
          )}
          {(!data || data.occasions) && (
            <Section title={w.occasions}>{data?.occasions ? <Occasions tags={data.occasions} /> : <Skeleton className="h-72 md:h-40" />}</Section>
          )}
          {(!data || data.flowers) && (
            <div className="mt-20 flow-root bg-linen pb-16 md:mt-32 md:pb-24">
              <Section title={month === null ? "\u00a0" : w.month(String(month))} lead={w.monthLead} way={{ to: "/flowers", label: w.flowers }}>
                {data?.flowers && month !== null ? <FlowersOfTheMonth flowers={data.flowers} month={month} /> : <Skeleton className="h-80 bg-paper" />}
              </Section>
            </div>
          )}

          {data?.newest && data.newest.nodes.length > 0 && (
            <Section title={w.newest} way={{ to: "/search?sort=NEWEST", label: w.all }}>
              <div className={productGrid}>
                {data.newest.nodes.map((product) => (
                  <ProductCard key={product.id} product={product} />
                ))}
              </div>
            </Section>
          )}

          <Section title={w.stores} lead={w.storesLead} way={{ to: "/stores", label: w.allStores }}>
            {!data ? (
              <Skeleton className="h-96" />
            ) : data.stores ? (
              <ul className="grid gap-x-16 md:grid-cols-2">
                {data.stores.nodes.map((store) => (
                  <li key={store.id}>
                    <StoreRow store={store} />
                  </li>
                ))}
              </ul>
            ) : (
              <Away>{w.away}</Away>
            )}
          </Section>
        </>
      )}
    </>
  );
}

function CardsComing({ count }: { count: number }) {
  return (
    <div className={productGrid}>
      {Array.from({ length: count }, (_, i) => (
        <ProductCardSkeleton key={i} />
      ))}
    </div>
  );
}
