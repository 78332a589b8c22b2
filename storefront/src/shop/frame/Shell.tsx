import { Suspense } from "react";
import { Outlet, ScrollRestoration, useNavigation } from "react-router";
import { useWords } from "@/shared/language/words";
import { Notes } from "@/shared/interface/Notes";
import { Footer } from "./Footer";
import { Header } from "./Header";
import { frameWords } from "./words";

/** What stands around every page. */
export function Shell() {
  const w = useWords(frameWords);
  const { state } = useNavigation();
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
      <main id="content" tabIndex={-1} aria-busy={state === "loading"} className="min-h-svh grow pb-24">
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <Footer />
      <Notes />
      <ScrollRestoration />
    </div>
  );
}
