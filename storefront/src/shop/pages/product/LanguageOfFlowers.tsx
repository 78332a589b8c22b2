import { Link } from "react-router";
import { graphql, type FragmentType, unmask } from "@/gql";
import { useWords } from "@/shared/language/words";
import { productWords } from "./words";

const Fragment = graphql(`
  fragment LanguageOfFlowers on Product {
    representativeFlower {
      id
    }
    flowers {
      id
      name
      meaning
      imageUrl
    }
  }
`);

/** What the bouquet says: its leading flower in large letters, the others beside it. */
export function LanguageOfFlowers({ product: masked }: { product: FragmentType<typeof Fragment> }) {
  const { flowers, representativeFlower } = unmask(Fragment, masked);
  const w = useWords(productWords);
  const leading = flowers.find((flower) => flower.id === representativeFlower.id) ?? flowers[0];
  const rest = flowers.filter((flower) => flower !== leading);
  if (!leading) return null;
  return (
    <section className="mt-10 rounded-card bg-linen px-6 py-7">
      <h2 className="font-sans text-sm font-semibold tracking-normal text-quiet">{w.language}</h2>
      <Link to={`/flowers#${leading.id}`} className="group mt-4 flex items-center gap-5">
        <img src={leading.imageUrl} alt="" width="400" height="400" loading="lazy" className="size-20 shrink-0 rounded-full bg-paper object-cover" />
        <span>
          {leading.meaning && <span className="block font-title text-xl leading-snug">{leading.meaning}</span>}
          <span className="mt-1 block text-sm text-quiet decoration-camellia underline-offset-4 group-hover:underline">{leading.name}</span>
        </span>
      </Link>
      {rest.length > 0 && (
        <ul className="mt-5 border-t border-line pt-3">
          {rest.map((flower) => (
            <li key={flower.id}>
              <Link to={`/flowers#${flower.id}`} className="group flex min-h-11 items-center gap-3 text-sm">
                <img src={flower.imageUrl} alt="" width="400" height="400" loading="lazy" className="size-8 shrink-0 rounded-full bg-paper object-cover" />
                <span className="shrink-0 whitespace-nowrap font-title text-base decoration-camellia underline-offset-4 group-hover:underline">{flower.name}</span>
                <span className="ml-auto min-w-0 text-right text-quiet">{flower.meaning}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
