import { Link, useParams } from "react-router";
import { graphql } from "@/gql";
import { useGraph } from "@/shared/graph/graph";
import { failed } from "@/shared/graph/request";
import { button } from "@/shared/interface/button";
import { Away, Empty, Failed, Loading, Skeleton } from "@/shared/interface/States";
import { Title } from "@/shared/interface/Title";
import { useWords } from "@/shared/language/words";
import { Price } from "@/shared/money/Price";
import { Picture } from "@/shop/picture/Picture";
import { ProductCard, productGrid } from "@/shop/product-card/ProductCard";
import { Arrival } from "./Arrival";
import { Buy } from "./Buy";
import { LanguageOfFlowers } from "./LanguageOfFlowers";
import { Like } from "./Like";
import { Reviews } from "./Reviews";
import { productWords } from "./words";

const ProductPage = graphql(`
  query ProductPage($id: ID!) {
    product(id: $id) {
      id
      kind
      name
      description
      availability
      cadences
      fulfilmentMethods
      price {
        amount
      }
      category {
        id
        name
      }
      tags {
        id
        name
      }
      images {
        ...Picture
      }
      representativeFlower {
        id
      }
      store {
        id
        slug
        name
        address {
          line1
        }
        products(first: 5) {
          nodes {
            id
            ...ProductCard
          }
        }
      }
      ...Buy
      ...Like
      ...LanguageOfFlowers
      ...Reviews
    }
  }
`);

export function Component() {
  const { id = "" } = useParams();
  const w = useWords(productWords);
  const { data: answer, error, refetch } = useGraph(ProductPage, { id });
  if (error && !answer) return <Failed failure={error} onAgain={() => void refetch()} />;
  if (!answer) return <Coming />;
  const { product } = answer.data;
  if (!product) {
    return failed(answer, "product") ? (
      <Empty title={w.away} way={<button type="button" className={button.second} onClick={() => void refetch()}>{w.all}</button>} />
    ) : (
      <Empty title={w.gone} way={<Link className={button.second} to="/search">{w.all}</Link>}>
        {w.goneBody}
      </Empty>
    );
  }

  const soldOut = product.availability === "SOLD_OUT";
  const { store } = product;
  const others = store?.products?.nodes.filter((other) => other.id !== product.id).slice(0, 4) ?? [];
  return (
    <article className="page pt-2 md:pt-8">
      <div className="grid items-start gap-x-16 gap-y-8 md:grid-cols-2 lg:grid-cols-[6fr_5fr]">
        <Picture
          image={product.images[0]}
          first
          className={`-mx-5 rounded-none sm:mx-0 sm:rounded-card md:sticky md:top-8 ${soldOut ? "opacity-70 saturate-50" : ""}`}
        />
        <div>
          <p className="flex flex-wrap gap-x-3 text-sm text-quiet">
            {store && (
              <Link to={`/stores/${store.slug}`} className="inline-flex min-h-9 items-center underline decoration-line decoration-2 underline-offset-4 hover:decoration-camellia">
                {store.name}
              </Link>
            )}
            {product.category && <span className="inline-flex min-h-9 items-center">{product.category.name}</span>}
          </p>
          <div className="flex items-start justify-between gap-4">
            <Title className="mt-1 text-2xl lg:text-3xl">{product.name}</Title>
            <Like product={product} />
          </div>
          <p className="mt-3 text-xl font-semibold">
            <Price amount={product.price.amount} />
          </p>
          {product.kind === "REGULAR" && <p className={`mt-2 flex items-center gap-2 text-sm font-medium ${soldOut ? "text-brick" : product.availability === "LOW_STOCK" ? "text-amber" : "text-leaf"}`}>
            <span aria-hidden="true" className="size-2 rounded-full bg-current" />
            {w[product.availability]}
          </p>}

          {product.kind === "SUBSCRIPTION" ? (
            <p className="mt-6 rounded-card bg-linen px-5 py-4">
              {w.subscription} {product.cadences.map((cadence) => w[cadence]).join(", ")}
            </p>
          ) : soldOut ? (
            <div className="mt-6 rounded-card bg-linen px-5 py-5">
              <p>{w.soldOutWay}</p>
              <Link to={`/search?flowers=${product.representativeFlower.id}&stock=1`} className={`${button.primary} mt-4 w-full sm:w-auto`}>
                {w.similar}
              </Link>
            </div>
          ) : (
            <Buy product={product} />
          )}

          <LanguageOfFlowers product={product} />

          <section className="mt-12">
            <h2 className="text-lg">{w.story}</h2>
            <p className="measure mt-3 whitespace-pre-line">{product.description}</p>
            {product.tags.length > 0 && (
              <ul className="mt-4 flex flex-wrap gap-x-4 text-sm text-quiet">
                {product.tags.map((tag) => (
                  <li key={tag.id}>
                    <Link to={`/search?tags=${tag.id}`} className="inline-flex min-h-9 items-center hover:text-camellia hover:underline underline-offset-4">
                      {tag.name}
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </section>

          {store ? (
            product.kind === "REGULAR" && !soldOut && <Arrival storeId={store.id} methods={product.fulfilmentMethods} />
          ) : (
            <div className="mt-12">
              <Away>{w.storeAway}</Away>
            </div>
          )}
        </div>
      </div>

      <Reviews product={product} />

      {store && others.length > 0 && (
        <section className="mt-20 md:mt-28">
          <h2 className="mb-6 text-xl md:mb-10 md:text-2xl">{w.others(store.name)}</h2>
          <div className={productGrid}>
            {others.map((other) => (
              <ProductCard key={other.id} product={other} />
            ))}
          </div>
        </section>
      )}
    </article>
  );
}

function Coming() {
  return (
    <Loading>
      <div className="page grid items-start gap-x-16 gap-y-8 pt-2 md:grid-cols-2 md:pt-8 lg:grid-cols-[6fr_5fr]">
        <Skeleton className="-mx-5 aspect-4/5 rounded-none sm:mx-0 sm:rounded-card" />
        <div className="flex flex-col gap-4">
          <Skeleton className="h-5 w-32" />
          <Skeleton className="h-10 w-4/5" />
          <Skeleton className="h-8 w-28" />
          <Skeleton className="h-14 w-full" />
          <Skeleton className="h-40 w-full" />
        </div>
      </div>
    </Loading>
  );
}
