import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { documentsInPlace } from "./build/documents.ts";
import { firstView } from "./build/landing.ts";

// Where the graph and the pictures come from while developing; built, all is on one origin.
const api = process.env["VITE_API"] ?? "http://localhost:4000";

export default defineConfig({
  plugins: [documentsInPlace(), react(), tailwindcss(), firstView()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    host: "127.0.0.1",
    proxy: { "/graphql": api, "/media": api },
  },
  build: {
    target: "es2022",
    // Fonts must stay files of their own: inlined, all subsets would travel with the first style sheet.
    assetsInlineLimit: 0,
    // What nearly every page shows is one file: each of its small ones would be a round trip of its own.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "shop", test: /src\/(shared\/(?!live\/sse|interface\/rare)|shop\/(frame|bag|picture|product-card|store-row)\/).*\.tsx?$|@tanstack|rolldown\/runtime/ }] } },
    },
  },
  test: { include: ["src/**/*.test.ts"] },
});
