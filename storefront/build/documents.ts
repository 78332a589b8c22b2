import { readFile } from "node:fs/promises";
import type { Plugin } from "vite";

const generated = new URL("../src/gql/graphql.ts", import.meta.url);

/** The text of each generated document, fragments included, by the name of its constant. */
export async function generatedDocuments(): Promise<Map<string, string>> {
  const source = await readFile(generated, "utf8");
  const found = source.matchAll(/export const (\w+) = new TypedDocumentString\(`([^`]*)`/g);
  return new Map([...found].map(([, name = "", text = ""]) => [name, text.replace(/\s+/g, " ").trim()]));
}

/**
 * Writes each document where it is used. Otherwise graphql() looks it up in one table of all of them, and the
 * first page would bring the requests of every other.
 */
export function documentsInPlace(): Plugin {
  let documents: Map<string, string>;
  return {
    name: "documents-in-place",
    apply: "build",
    enforce: "pre",
    async buildStart() {
      documents = await generatedDocuments();
    },
    transform(code, id) {
      if (id.includes("node_modules")) return null;
      // Nothing in there is needed for what it does when it is loaded.
      if (id.includes("/src/gql/")) return { moduleSideEffects: false };
      if (!code.includes("graphql(`")) return null;
      return {
        code: code.replace(/\bgraphql\(`\s*(query|mutation|subscription|fragment)\s+(\w+)[^`]*`\)/g, (_, kind: string, name: string) => {
          // A fragment's text is part of the requests that use it; by itself it only names a type.
          if (kind === "fragment") return '""';
          const document = documents.get(`${name}Document`);
          if (!document) throw new Error(`${name} is not in src/gql: npm run codegen`);
          return JSON.stringify(document);
        }),
        map: null,
      };
    },
  };
}
