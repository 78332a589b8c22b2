import { graphql } from "@/gql";
import { useGraphPages } from "@/shared/graph/graph";
import { button } from "@/shared/interface/button";
import { Empty, Failed, Loading, Skeleton } from "@/shared/interface/States";
import { Title } from "@/shared/interface/Title";
import { words, useWords } from "@/shared/language/words";
import { StoreRow } from "@/shop/store-row/StoreRow";
import { useState } from "react";
import { Field } from "@/shared/interface/Field";

const said = words(
  {
    page: "거리의 꽃집들",
    lead: "서울과 부산, 제주에서 매일 아침 꽃을 들이는 가게들이에요.",
    postcode: "우리 집에 배송하는 꽃집",
    hint: "우편번호 다섯 자리를 적어 주세요.",
    more: "더 보기",
    none: "그곳에 배송하는 꽃집이 아직 없어요",
    noneBody: "우편번호를 지우면 픽업할 수 있는 꽃집까지 모두 볼 수 있어요.",
    away: "꽃집 목록을 지금은 볼 수 없어요. 꽃은 찾아볼 수 있어요.",
    again: "다시 열기",
  },
  {
    page: "Shops along the street",
    lead: "Shops in Seoul, Busan and Jeju that take in fresh flowers every morning.",
    postcode: "Shops that deliver to me",
    hint: "Write the five digits of your postcode.",
    more: "Show more",
    none: "No shop delivers there yet",
    noneBody: "Without a postcode you see all shops, for pickup too.",
    away: "The shops can't be listed right now. You can still look for flowers.",
    again: "Open again",
  },
);

const StoresPage = graphql(`
  query StoresPage($filter: StoreFilter, $after: String) {
    stores(filter: $filter, first: 24, after: $after) {
      nodes {
        id
        ...StoreRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export function Component() {
  const w = useWords(said);
  const [postcode, setPostcode] = useState("");
  const complete = /^\d{5}$/.test(postcode);
  const { data, error, refetch, hasNextPage, fetchNextPage } = useGraphPages(
    StoresPage,
    { filter: complete ? { deliversTo: postcode } : null },
    (page) => page.stores?.pageInfo,
  );
  const stores = data?.pages.flatMap((page) => page.data.stores?.nodes ?? []) ?? [];
  return (
    <div className="page pt-4 md:pt-10">
      <Title className="text-2xl md:text-4xl">{w.page}</Title>
      <p className="measure mt-3 text-quiet">{w.lead}</p>
      <Field
        label={w.postcode}
        hint={w.hint}
        inputMode="numeric"
        autoComplete="postal-code"
        maxLength={5}
        value={postcode}
        onChange={(event) => setPostcode(event.target.value.replace(/\D/g, ""))}
        className="mt-8 max-w-72"
      />
      {error && !data ? (
        <Failed failure={error} onAgain={() => void refetch()} />
      ) : !data ? (
        <Loading>
          <div className="mt-8 grid gap-x-16 gap-y-4 md:grid-cols-2">
            {[1, 2, 3, 4, 5, 6].map((i) => (
              <Skeleton key={i} className="h-28" />
            ))}
          </div>
        </Loading>
      ) : !data.pages[0]?.data.stores ? (
        <Empty title={w.away} way={<button type="button" className={button.second} onClick={() => void refetch()}>{w.again}</button>} />
      ) : stores.length === 0 ? (
        <Empty title={w.none}>{w.noneBody}</Empty>
      ) : (
        <ul className="mt-8 grid gap-x-16 md:grid-cols-2">
          {stores.map((store) => (
            <li key={store.id}>
              <StoreRow store={store} />
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <button type="button" className={`${button.second} mt-10`} onClick={() => void fetchNextPage()}>
          {w.more}
        </button>
      )}
    </div>
  );
}
