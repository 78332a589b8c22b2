import { prerender } from "react-dom/static";
import { StaticRouter } from "react-router";

/** Draws a page as a guest sees it before any answer came. Only the build does, in Node. */
export async function draw(address: string, language: string): Promise<string> {
  const kept = { getItem: (key: string) => (key === "bloom.language" ? language : null) };
  Object.assign(globalThis, { window: { localStorage: kept, addEventListener: () => undefined } });
  if (!("navigator" in globalThis)) Object.assign(globalThis, { navigator: {} });
  const [{ app }, { newQueryClient }] = await Promise.all([import("./app"), import("@/shared/graph/graph")]);
  const answers = newQueryClient();
  const { prelude } = await prerender(
    app(answers, (pages) => <StaticRouter location={address}>{pages}</StaticRouter>),
    // In one piece: parts that are moved to their place by a script would come after it.
    { progressiveChunkSize: Number.MAX_SAFE_INTEGER },
  );
  const markup = await new Response(prelude).text();
  // Else Node waits minutes for what it keeps to grow old.
  answers.clear();
  return markup;
}
