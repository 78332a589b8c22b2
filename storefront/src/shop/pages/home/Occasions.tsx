import { Link } from "react-router";
import { graphql, type FragmentType, unmask } from "@/gql";

const Fragment = graphql(`
  fragment Occasions on Tag {
    id
    name
  }
`);

/** The days on which people give flowers, set as one long line of a letter. */
export function Occasions({ tags: masked }: { tags: readonly FragmentType<typeof Fragment>[] }) {
  const tags = unmask(Fragment, masked);
  return (
    <ul className="flex flex-wrap gap-x-5 font-title text-lg md:gap-x-8 md:text-xl">
      {tags.map((tag) => (
        <li key={tag.id}>
          <Link
            to={`/search?tags=${tag.id}`}
            className="inline-flex min-h-11 items-center decoration-camellia decoration-1 underline-offset-8 transition-colors duration-150 hover:text-camellia hover:underline md:min-h-14"
          >
            {tag.name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
