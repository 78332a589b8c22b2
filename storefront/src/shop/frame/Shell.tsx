import { Suspense, useEffect } from "react";
import { Outlet, useLocation } from "react-router";
import { Notes } from "@/shared/interface/Notes";
import { takeAllAway } from "@/shared/interface/notes";
import { useWords } from "@/shared/language/words";
import { Mended } from "./Broken";
import { Footer } from "./Footer";
import { Header } from "./Header";
import { useScroll } from "./scroll";
import { frameWords } from "./words";

/** What stands around every page. */
export function Shell() {
  const w = useWords(frameWords);
  const { pathname } = useLocation();
  useScroll();
  useEffect(takeAllAway, [pathname]);
  return (
    <div className="flex min-h-svh flex-col">
      <a
        href="#content"
        className="sr-only z-50 rounded-full bg-ink px-5 py-3 text-paper focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        {w.skip}
      </a>
      <Header />
      {/* A page that is not drawn yet keeps the footer below the fold: no jump when it comes. */}
      <main id="content" tabIndex={-1} className="min-h-svh grow pb-24">
        <Mended key={pathname.split("/", 2).join("/")}>
          <Suspense>
            <Outlet />
          </Suspense>
        </Mended>
      </main>
      <Footer />
      <Notes />
    </div>
  );
}
