import { Link } from "react-router";
import { graphql } from "@/gql";
import { useGraphPages } from "@/shared/graph/graph";
import { button } from "@/shared/interface/button";
import { Away, Empty, Failed, Loading } from "@/shared/interface/States";
import { useTitle } from "@/shared/interface/Title";
import { useWords } from "@/shared/language/words";
import { ProductCard, ProductCardSkeleton } from "@/shop/product-card/ProductCard";
import { myWords } from "./words";

const Liked = graphql(`
  query Liked($after: String) {
    me {
      likedProducts(first: 12, after: $after) {
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

const grid = "grid grid-cols-2 gap-x-4 gap-y-9 sm:gap-x-6 md:grid-cols-3";

export function Component() {
  const w = useWords(myWords);
  useTitle(w.liked);
  const { data, error, refetch, hasNextPage, fetchNextPage } = useGraphPages(Liked, {}, (page) => page.me?.likedProducts?.pageInfo);
  if (error && !data) return <Failed failure={error} onAgain={() => void refetch()} />;
  if (!data) {
    return (
      <Loading>
        <div className={grid}>
          {[1, 2, 3].map((i) => (
            <ProductCardSkeleton key={i} />
          ))}
        </div>
      </Loading>
    );
  }
  if (!data.pages[0]?.data.me?.likedProducts) return <Away>{w.likedAway}</Away>;
  const products = data.pages.flatMap((page) => page.data.me?.likedProducts?.nodes ?? []);
  if (products.length === 0) {
    return (
      <Empty title={w.noLiked} way={<Link to="/search" className={button.primary}>{w.find}</Link>}>
        {w.noLikedBody}
      </Empty>
    );
  }
  return (
    <>
      <h2 className="sr-only">{w.liked}</h2>
      <div className={grid}>
        {products.map((product) => (
          <ProductCard key={product.id} product={product} />
        ))}
      </div>
      {hasNextPage && (
        <button type="button" className={`${button.second} mt-10`} onClick={() => void fetchNextPage()}>
          {w.more}
        </button>
      )}
    </>
  );
}
