import { type ReactNode, useEffect, useRef } from "react";
import { useLocation, useNavigationType } from "react-router";

/** The name of a page in the tab. */
export function useTitle(title: string | undefined) {
  useEffect(() => {
    if (title) document.title = `${title} — Blooming Blooms`;
  }, [title]);
}

/**
 * The heading of a page. It takes the focus when the shopper comes from another page of the shop, so that a
 * screen reader reads on from there; on the first page the browser does that by itself.
 */
export function Title({ children, className = "text-2xl md:text-3xl", name }: { children: ReactNode; className?: string; name?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  const way = useNavigationType();
  useTitle(name ?? (typeof children === "string" ? children : undefined));
  useEffect(() => {
    if (way !== "POP") heading.current?.focus({ preventScroll: true });
  }, [pathname, way]);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  );
}
