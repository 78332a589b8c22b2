import { graphql, type FragmentType, unmask } from "@/gql";

const Fragment = graphql(`
  fragment Picture on Image {
    url
    alt
    width
    height
  }
`);

interface Props {
  image: FragmentType<typeof Fragment> | null | undefined;
  className?: string;
  /** The picture that a page is about is loaded before all others. */
  first?: boolean;
  /** Beside the product's name it would only be read out twice. */
  silent?: boolean;
}

/** A product's picture, 4 to 5, its place kept while it comes. */
export function Picture({ image: masked, className = "", first = false, silent = false }: Props) {
  const image = unmask(Fragment, masked);
  return (
    <div className={`aspect-4/5 overflow-hidden rounded-card bg-linen ${className}`}>
      {image && (
        <img
          src={image.url}
          alt={silent ? "" : image.alt}
          width={image.width}
          height={image.height}
          loading={first ? "eager" : "lazy"}
          fetchPriority={first ? "high" : "auto"}
          decoding={first ? "sync" : "async"}
          className="size-full object-cover"
        />
      )}
    </div>
  );
}
