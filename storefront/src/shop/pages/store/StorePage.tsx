import { Link, useNavigate, useParams } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import { graphql } from "@/gql";
import { dateIn, weekdayOf } from "@/shared/calendar/seoul";
import { useChange, useGraphPages } from "@/shared/graph/graph";
import { failed } from "@/shared/graph/request";
import { button } from "@/shared/interface/button";
import { note } from "@/shared/interface/notes";
import { Away, Empty, Failed, Loading, Skeleton } from "@/shared/interface/States";
import { Title } from "@/shared/interface/Title";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { won } from "@/shared/money/won";
import { useSignedIn } from "@/shared/session/session";
import { ProductCard, productGrid } from "@/shop/product-card/ProductCard";
import { DoorSign } from "@/shop/store-row/StoreRow";
import { storeWords } from "./words";

const StorePage = graphql(`
  query StorePage($slug: String!, $after: String) {
    store(slug: $slug) {
      id
      name
      description
      phone
      status
      address {
        postcode
        line1
        line2
      }
      hours {
        weekday
        opens
        closes
      }
      deliveryAreas {
        postcodePrefix
        fee {
          amount
        }
        freeAbove {
          amount
        }
      }
      averageRating
      followerCount
      followedByMe
      products(first: 24, after: $after, filter: { kind: REGULAR }) {
        nodes {
          id
          ...ProductCard
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

const FollowStore = graphql(`
  mutation FollowStore($storeId: ID!) {
    followStore(storeId: $storeId) {
      userErrors {
        code
      }
    }
  }
`);

const UnfollowStore = graphql(`
  mutation UnfollowStore($storeId: ID!) {
    unfollowStore(storeId: $storeId) {
      userErrors {
        code
      }
    }
  }
`);

export function Component() {
  const { slug = "" } = useParams();
  const w = useWords(storeWords);
  const language = useLanguage();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useGraphPages(StorePage, { slug }, (page) => page.store?.products?.pageInfo);
  const answer = data?.pages[0];
  if (error && !answer) return <Failed failure={error} onAgain={() => void refetch()} />;
  if (!answer) {
    return (
      <Loading>
        <div className="page pt-4 md:pt-10">
          <Skeleton className="h-12 w-64" />
          <Skeleton className="mt-4 h-24 max-w-xl" />
          <Skeleton className="mt-10 h-96" />
        </div>
      </Loading>
    );
  }
  const { store } = answer.data;
  if (!store) {
    return failed(answer, "store") ? (
      <Empty title={w.away} way={<button type="button" className={button.second} onClick={() => void refetch()}>{w.again}</button>} />
    ) : (
      <Empty title={w.gone} way={<Link to="/stores" className={button.second}>{w.all}</Link>} />
    );
  }
  const products = data?.pages.flatMap((page) => page.data.store?.products?.nodes ?? []) ?? [];
  const today = weekdayOf(dateIn(new Date()));
  return (
    <div className="page pt-4 md:pt-10">
      <div className="grid gap-x-20 gap-y-8 border-b border-line pb-12 lg:grid-cols-[1fr_22rem]">
        <div>
          <DoorSign hours={store.hours} paused={store.status !== "OPEN"} />
          <Title className="mt-2 text-3xl md:text-4xl">{store.name}</Title>
          <p className="measure mt-4">{store.description}</p>
          <p className="mt-4 text-sm text-quiet">
            {store.address.line1} {store.address.line2}
            <br />
            <a href={`tel:${store.phone}`} className="inline-flex min-h-9 items-center tabular-nums hover:underline">{store.phone}</a>
          </p>
          <Follow id={store.id} on={store.followedByMe} count={store.followerCount} />
        </div>
        <div className="grid gap-8 text-sm sm:grid-cols-2 lg:grid-cols-1">
          <section>
            <h2 className="mb-2 font-sans text-sm font-semibold tracking-normal">{w.hours}</h2>
            <dl>
              {w.weekdays.map((name, i) => {
                const rows = store.hours.filter((row) => row.weekday === i + 1);
                return (
                  <div key={name} className={`flex justify-between gap-4 py-0.5 tabular-nums ${i + 1 === today ? "font-semibold" : "text-quiet"}`}>
                    <dt>{name}</dt>
                    <dd>{rows.length > 0 ? rows.map((row) => `${row.opens}–${row.closes}`).join(", ") : w.closed}</dd>
                  </div>
                );
              })}
            </dl>
          </section>
          {store.deliveryAreas.length > 0 && (
            <section>
              <h2 className="mb-2 font-sans text-sm font-semibold tracking-normal">{w.areas}</h2>
              <dl>
                {byPrice(store.deliveryAreas).map(({ prefixes, fee, freeAbove }) => (
                  <div key={prefixes[0]} className="flex justify-between gap-4 py-1 text-quiet tabular-nums">
                    <dt>{w.area(prefixes.join(", "))}</dt>
                    <dd className="shrink-0 text-right">
                      {won(fee, language)}
                      {freeAbove !== null && <span className="block text-xs">{w.freeAbove(won(freeAbove, language))}</span>}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )}
        </div>
      </div>
      <section className="mt-12 md:mt-16">
        <h2 className="mb-6 text-xl md:mb-10 md:text-2xl">{w.products}</h2>
        {!store.products ? (
          <Away>{w.productsAway}</Away>
        ) : products.length === 0 ? (
          <Empty title={w.noProducts} way={<Link to="/search" className={button.second}>{w.others}</Link>} />
        ) : (
          <>
            <div className={productGrid}>
              {products.map((product) => (
                <ProductCard key={product.id} product={product} />
              ))}
            </div>
            {hasNextPage && (
              <p className="mt-14 text-center">
                <button type="button" className={button.second} disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                  {w.more}
                </button>
              </p>
            )}
          </>
        )}
      </section>
    </div>
  );
}

interface Area {
  postcodePrefix: string;
  fee: { amount: number };
  freeAbove?: { amount: number } | null;
}

/** The areas of one price together, the cheapest first. */
function byPrice(areas: readonly Area[]) {
  const groups = new Map<string, { prefixes: string[]; fee: number; freeAbove: number | null }>();
  for (const { postcodePrefix, fee, freeAbove } of areas) {
    const key = `${fee.amount} ${freeAbove?.amount ?? ""}`;
    const group = groups.get(key) ?? { prefixes: [], fee: fee.amount, freeAbove: freeAbove?.amount ?? null };
    groups.set(key, { ...group, prefixes: [...group.prefixes, postcodePrefix].sort() });
  }
  return [...groups.values()].sort((a, b) => a.fee - b.fee);
}

function Follow({ id, on, count }: { id: string; on: boolean; count: number }) {
  const w = useWords(storeWords);
  const signedIn = useSignedIn();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const follow = useChange(FollowStore);
  const unfollow = useChange(UnfollowStore);
  async function toggle() {
    if (!signedIn) {
      note(w.signInToFollow, { label: w.signIn, do: () => void navigate("/sign-in", { state: { from: window.location.pathname } }) });
      return;
    }
    try {
      const { data } = on ? await unfollow.mutateAsync({ storeId: id }) : await follow.mutateAsync({ storeId: id });
      if (Object.values(data)[0] === null) throw new Error("stores are away");
      await queries.invalidateQueries({ queryKey: ["StorePage"] });
    } catch {
      note(w.followFailed);
    }
  }
  return (
    <button type="button" aria-pressed={on} className={`${button.second} mt-5`} disabled={follow.isPending || unfollow.isPending} onClick={() => void toggle()}>
      {on ? w.following : w.follow}
      <span className="font-normal text-quiet tabular-nums">{count}</span>
    </button>
  );
}
