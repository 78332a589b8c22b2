import type { TypedDocumentString } from "@/gql/graphql";
import { currentLanguage } from "@/shared/language/language";
import { session } from "@/shared/session/session";
import type { GraphError } from "@/shared/graph/request";

interface Hearing<Data> {
  heard(data: Data): void;
  /** The stream is up (again). */
  opened?(): void;
  /** The stream broke or was refused; it is tried again by itself until left. */
  broken?(): void;
  /** The graph ended the stream: nothing more will change. */
  ended?(): void;
}

/** The longest wait before a broken stream is tried again, in milliseconds. */
const longestWait = 15_000;

/**
 * Follows a GraphQL subscription over SSE, one connection for each. A stream ends before the token does,
 * so each attempt takes a fresh one. The answer leaves the stream.
 */
export function follow<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  hearing: Hearing<Data>,
): () => void {
  const leaving = new AbortController();
  void run();
  return () => leaving.abort();

  async function run() {
    // Loaded only by pages that follow something.
    const { createClient } = await import("./sse");
    for (let tries = 0; !leaving.signal.aborted; tries++) {
      const client = createClient({
        url: "/graphql",
        retryAttempts: 0,
        headers: async (): Promise<Record<string, string>> => {
          const token = await session.accessToken();
          return { "Accept-Language": currentLanguage(), ...(token ? { Authorization: `Bearer ${token}` } : {}) };
        },
      });
      const closeClient = () => client.dispose();
      leaving.signal.addEventListener("abort", closeClient, { once: true });
      const done = await new Promise<boolean>((resolve) => {
        client.subscribe<Data>(
          { query: document.toString(), variables },
          {
            next({ data, errors }) {
              if (errors?.length) return noteErrors(errors as readonly GraphError[]);
              if (!data) return;
              tries = 0;
              hearing.opened?.();
              hearing.heard(data);
            },
            error: () => resolve(false),
            complete: () => resolve(true),
          },
        );
      });
      leaving.signal.removeEventListener("abort", closeClient);
      client.dispose();
      if (leaving.signal.aborted) return;
      if (done) hearing.ended?.();
      else hearing.broken?.();
      await pause(Math.min(longestWait, 500 * 2 ** tries), leaving.signal);
    }
  }

  function noteErrors(errors: readonly GraphError[]) {
    if (errors.some((error) => error.extensions?.code === "UNAUTHENTICATED")) void session.accessToken();
    hearing.broken?.();
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
