import { Link } from "react-router";
import { graphql, type FragmentType, unmask } from "@/gql";
import { words, useWords } from "@/shared/language/words";
import { Price } from "@/shared/money/Price";
import { Skeleton } from "@/shared/interface/States";
import { Picture } from "@/shop/picture/Picture";

const Fragment = graphql(`
  fragment ProductCard on Product {
    id
    name
    price {
      amount
    }
    availability
    images {
      ...Picture
    }
    store {
      id
      name
    }
  }
`);

const said = words(
  { soldOut: "다 나갔어요", low: "얼마 안 남았어요" },
  { soldOut: "Sold out", low: "Only a few left" },
);

/** A product among others. The whole of it is one link. */
export function ProductCard({ product: masked, first = false }: { product: FragmentType<typeof Fragment>; first?: boolean }) {
  const product = unmask(Fragment, masked);
  const w = useWords(said);
  const soldOut = product.availability === "SOLD_OUT";
  return (
    <article className="group relative">
      <Picture
        image={product.images[0]}
        first={first}
        silent
        className={`transition-transform duration-200 ease-out group-hover:-translate-y-1 ${soldOut ? "opacity-55 saturate-50" : ""}`}
      />
      {soldOut && (
        <span className="absolute top-3 left-3 rounded-full bg-paper/95 px-3 py-1 text-xs font-semibold">{w.soldOut}</span>
      )}
      <h3 className="mt-3 leading-snug font-medium">
        <Link to={`/products/${product.id}`} className="line-clamp-2 after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-4 focus-visible:after:outline-camellia">
          {product.name}
        </Link>
      </h3>
      <p className="mt-0.5 min-h-[1.3rem] truncate text-sm text-quiet">{product.store?.name}</p>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-2 font-semibold">
        <Price amount={product.price.amount} />
        {product.availability === "LOW_STOCK" && <span className="text-xs font-medium text-amber">{w.low}</span>}
      </p>
    </article>
  );
}

/** The place of a card that is on its way, of the same height. */
export function ProductCardSkeleton() {
  return (
    <div aria-hidden="true">
      <Skeleton className="aspect-4/5" />
      <Skeleton className="mt-3 h-[1.3rem] w-4/5 rounded-md" />
      <Skeleton className="mt-2 h-4 w-2/5 rounded-md" />
      <Skeleton className="mt-2 h-5 w-1/3 rounded-md" />
    </div>
  );
}

/** The grid in which products stand. */
export const productGrid = "grid grid-cols-2 gap-x-4 gap-y-9 sm:gap-x-6 md:grid-cols-3 lg:grid-cols-4 lg:gap-x-8 lg:gap-y-12";
