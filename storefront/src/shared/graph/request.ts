import type { TypedDocumentString } from "@/gql/graphql";

/** One entry of `errors` in an answer of the graph. */
export interface GraphError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string };
}

/** What the graph answered. A part that is down is null in data and named by an error's path. */
export interface Answer<Data> {
  data: Data;
  errors: GraphError[];
}

/** No usable answer at all: the network, the router, or a request that it refused. */
export class GraphFailure extends Error {
  override name = "GraphFailure";

  constructor(
    /** The code of the first error, or NETWORK where nothing came back. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Headers {
  language: string;
  accessToken: string | null;
}

/** How long a shopper waits before a request counts as lost, in milliseconds. */
const patience = 15_000;

interface Body<Data> {
  data?: Data | null;
  errors?: GraphError[];
}

declare global {
  interface Window {
    /** The page's first request, which the built index.html sends for a guest before any script runs. */
    bloomFirst?: { body?: string; language?: string; answer?: Promise<Body<unknown>> };
  }
}

/** The answer to this, where it was already sent for; taken once, and only while it is new. */
function sentBefore<Data>(body: string, { language, accessToken }: Headers): Promise<Body<Data>> | null {
  const first = window.bloomFirst;
  if (!first?.answer || accessToken !== null || first.body !== body || first.language !== language) return null;
  const { answer } = first;
  delete first.answer;
  return performance.now() < patience ? (answer as Promise<Body<Data>>) : null;
}

/** Sends one operation. Throws GraphFailure when there is no data to show. */
export async function post<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  headers: Headers,
  signal?: AbortSignal,
): Promise<Answer<Data>> {
  const asked = JSON.stringify({ query: document.toString(), variables });
  let body: Body<Data>;
  try {
    body = await (sentBefore<Data>(asked, headers) ?? send<Data>(asked, headers, signal));
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new GraphFailure("NETWORK", cause instanceof Error ? cause.message : String(cause));
  }
  const errors = body.errors ?? [];
  if (!body.data) {
    const first = errors[0];
    throw new GraphFailure(first?.extensions?.code ?? "INTERNAL", first?.message ?? "no data");
  }
  return { data: body.data, errors };
}

async function send<Data>(body: string, { language, accessToken }: Headers, signal: AbortSignal | undefined): Promise<Body<Data>> {
  const timeout = AbortSignal.timeout(patience);
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "Accept-Language": language,
      ...(accessToken ? { Authorization: `Bearer ${accessToken}` } : {}),
    },
    body,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  });
  return (await response.json()) as Body<Data>;
}

/** Whether the answer lacks what stands at this path because its part of the graph failed. */
export function failed(answer: Answer<unknown> | undefined, ...path: string[]): boolean {
  if (!answer) return false;
  return answer.errors.some((error) => {
    // A list's index says which item; a page asks only about the field.
    const names = (error.path ?? []).filter((part) => typeof part === "string");
    return path.every((name, i) => names[i] === name);
  });
}

/** Whether any error has this code. */
export function hasCode(answer: Answer<unknown>, code: string): boolean {
  return answer.errors.some((error) => error.extensions?.code === code);
}
