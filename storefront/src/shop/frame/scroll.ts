import { useEffect, useLayoutEffect } from "react";
import { useLocation, useNavigationType } from "react-router";

const places = new Map<string, number>();

/** How long a page that was come back to may take to grow as long as it was, in milliseconds. */
const patience = 1_000;

/** A new page begins at its top; one that the shopper comes back to, where they left it. */
export function useScroll(): void {
  const { key, pathname } = useLocation();
  const way = useNavigationType();

  useEffect(() => {
    window.history.scrollRestoration = "manual";
  }, []);

  useEffect(() => {
    const note = () => places.set(key, window.scrollY);
    window.addEventListener("scroll", note, { passive: true });
    return () => window.removeEventListener("scroll", note);
  }, [key]);

  // Only the path: a condition put on a list does not take the shopper back to its top.
  useLayoutEffect(() => {
    const place = places.get(key);
    if (way !== "POP" || !place) {
      window.scrollTo(0, 0);
      return undefined;
    }
    const until = performance.now() + patience;
    let frame = 0;
    const settle = () => {
      window.scrollTo(0, place);
      if (Math.abs(window.scrollY - place) > 1 && performance.now() < until) frame = requestAnimationFrame(settle);
    };
    settle();
    return () => cancelAnimationFrame(frame);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [pathname]);
}
