import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// Where the graph and the pictures come from while developing; built, all is on one origin.
const api = process.env["VITE_API"] ?? "http://localhost:4000";

/** The pages that people arrive at, each by how its path begins. */
const landings: readonly (readonly [path: string, page: string])[] = [
  ["/search", "search/SearchPage"],
  ["/products/", "product/ProductPage"],
  ["/stores/", "store/StorePage"],
  ["/orders/", "order/OrderPage"],
];

/** Fetches a landing page's script at once, not only when the first script has asked for it. */
function preloadLandings(): Plugin {
  return {
    name: "preload-landings",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        if (!bundle) return html;
        const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
        const filesOf = (page: string): string[] => {
          const chunk = chunks.find((each) => each.facadeModuleId?.endsWith(`/pages/${page}.tsx`));
          return chunk ? [chunk.fileName, ...chunk.imports].filter((file) => !html.includes(file)).map((file) => `/${file}`) : [];
        };
        const table = [...landings.map(([path, page]) => [path, filesOf(page)]), ["/", filesOf("home/HomePage")]];
        const children = `(function(p){for(var t=${JSON.stringify(table)},i=0;i<t.length;i++){if(t[i][0]==="/"?p==="/":p.indexOf(t[i][0])===0){t[i][1].forEach(function(f){var l=document.createElement("link");l.rel="modulepreload";l.href=f;document.head.appendChild(l)});break}}})(location.pathname)`;
        return [{ tag: "script", children, injectTo: "head" as const }];
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), tailwindcss(), preloadLandings()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    host: "127.0.0.1",
    proxy: { "/graphql": api, "/media": api },
  },
  build: {
    target: "es2022",
    // Fonts must stay files of their own: inlined, all subsets would travel with the first style sheet.
    assetsInlineLimit: 0,
  },
  test: { include: ["src/**/*.test.ts"] },
});
