import { Link } from "react-router";
import { graphql, type FragmentType, unmask } from "@/gql";
import { categoryIcon, Icon } from "@/shared/icons/Icon";

const Fragment = graphql(`
  fragment Categories on Category {
    id
    name
  }
`);

export function Categories({ categories: masked }: { categories: readonly FragmentType<typeof Fragment>[] }) {
  const categories = unmask(Fragment, masked);
  return (
    <ul className="grid grid-cols-3 gap-y-2 border-y border-line py-3 md:grid-cols-9 md:py-5">
      {categories.map((category) => (
        <li key={category.id}>
          <Link
            to={`/search?category=${category.id}`}
            className="group flex h-22 flex-col items-center justify-center gap-2 rounded-card text-center text-sm leading-tight transition-colors duration-150 hover:text-camellia"
          >
            <Icon name={categoryIcon(category.id)} className="size-9 stroke-[1.1] transition-transform duration-200 ease-out group-hover:-translate-y-0.5" />
            {category.name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
