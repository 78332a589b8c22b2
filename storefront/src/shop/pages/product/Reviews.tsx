import { graphql, type FragmentType, unmask } from "@/gql";
import { fullDate } from "@/shared/calendar/seoul";
import { Icon } from "@/shared/icons/Icon";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { productWords } from "./words";

const Fragment = graphql(`
  fragment Reviews on Product {
    averageRating
    reviewCount
    reviews(first: 6) {
      nodes {
        id
        author
        rating
        body
        createdAt
      }
    }
  }
`);

export function Reviews({ product: masked }: { product: FragmentType<typeof Fragment> }) {
  const { averageRating, reviewCount, reviews } = unmask(Fragment, masked);
  const w = useWords(productWords);
  const language = useLanguage();
  return (
    <section className="mt-20 md:mt-28">
      <h2 className="flex flex-wrap items-baseline gap-x-4 text-xl md:text-2xl">
        {w.reviews(reviewCount)}
        {averageRating != null && (
          <span className="font-sans text-base tracking-normal text-quiet tabular-nums">{w.rating(averageRating.toFixed(1))}</span>
        )}
      </h2>
      {reviews.nodes.length === 0 ? (
        <p className="mt-4 text-quiet">{w.noReviews}</p>
      ) : (
        <ul className="mt-6 grid gap-x-16 gap-y-10 md:mt-10 md:grid-cols-2 lg:grid-cols-3">
          {reviews.nodes.map((review) => (
            <li key={review.id}>
              <p className="flex text-camellia">
                <span className="sr-only">{w.rating(String(review.rating))}</span>
                {[1, 2, 3, 4, 5].map((star) => (
                  <Icon key={star} name="star" filled={star <= review.rating} className={`size-4 ${star <= review.rating ? "" : "opacity-35"}`} />
                ))}
              </p>
              <p className="measure mt-2">{review.body}</p>
              <p className="mt-2 text-sm text-quiet">
                {review.author} · {fullDate(review.createdAt, language)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
