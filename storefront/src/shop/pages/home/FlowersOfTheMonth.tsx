import { Link } from "react-router";
import { graphql, type FragmentType, unmask } from "@/gql";

const Fragment = graphql(`
  fragment FlowersOfTheMonth on Flower {
    id
    name
    meaning
    months
    imageUrl
  }
`);

/** Few enough to be looked at one by one. */
const most = 8;

export function FlowersOfTheMonth({ flowers: masked, month }: { flowers: readonly FragmentType<typeof Fragment>[]; month: number }) {
  const flowers = unmask(Fragment, masked)
    .filter((flower) => flower.months.includes(month))
    // Those with the shortest season first: the others can be had at any time.
    .sort((a, b) => a.months.length - b.months.length)
    .slice(0, most);
  return (
    <ul className="no-bar -mx-5 flex snap-x scroll-px-5 gap-5 overflow-x-auto px-5 py-1 md:mx-0 md:grid md:grid-cols-4 md:gap-x-8 md:gap-y-12 md:px-0">
      {flowers.map((flower) => (
        <li key={flower.id} className="w-44 shrink-0 snap-start md:w-auto">
          <Link to={`/search?flowers=${flower.id}`} className="group block">
            <img
              src={flower.imageUrl}
              alt=""
              width="400"
              height="400"
              loading="lazy"
              className="aspect-square w-full rounded-card bg-paper object-cover transition-transform duration-200 ease-out group-hover:-translate-y-1"
            />
            <span className="mt-3 block font-title text-lg leading-snug">{flower.name}</span>
            <span className="block text-sm text-quiet">{flower.meaning}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
