import { keepPreviousData, QueryClient, type UseQueryResult, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import type { TypedDocumentString } from "@/gql/graphql";
import { currentLanguage, useLanguage } from "@/shared/language/language";
import { session, useSignedIn } from "@/shared/session/session";
import { type Answer, GraphFailure, hasCode, post } from "./request";

/** Asks the graph as whoever is signed in; a token that the graph no longer trusts is renewed once. */
export async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer<Data>> {
  const language = currentLanguage();
  const accessToken = await session.accessToken();
  try {
    const answer = await post(document, variables, { language, accessToken }, signal);
    if (!accessToken || !hasCode(answer, "UNAUTHENTICATED")) return answer;
  } catch (failure) {
    const stale = failure instanceof GraphFailure && failure.code === "UNAUTHENTICATED" && accessToken;
    if (!stale) throw failure;
  }
  session.distrust(accessToken);
  return post(document, variables, { language, accessToken: await session.accessToken() }, signal);
}

/** The key under which an operation's answers are kept. */
export function operationName(document: TypedDocumentString<unknown, never>): string {
  const found = /(?:query|mutation|subscription)\s+(\w+)/.exec(document.toString());
  return found?.[1] ?? document.toString();
}

interface Options {
  enabled?: boolean;
  /** Milliseconds, or a function of the last answer. */
  refetchInterval?: number | false;
  staleTime?: number;
  /** Goes on showing the last answer while the next one, for other variables, is on its way. */
  keepLast?: boolean;
}

/**
 * Reads from the graph. data holds whatever parts came back; `failed(data, "field")` tells a part that is
 * down from one that is empty.
 */
export function useGraph<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  { keepLast, ...options }: Options = {},
): UseQueryResult<Answer<Data>, Error> {
  const language = useLanguage();
  const signedIn = useSignedIn();
  return useQuery({
    queryKey: [operationName(document as TypedDocumentString<unknown, never>), variables, language, signedIn],
    queryFn: ({ signal }) => ask(document, variables, signal),
    ...(keepLast ? { placeholderData: keepPreviousData } : {}),
    ...options,
  });
}

/** Changes something through the graph. Never repeated by itself. */
export function useChange<Data, Variables>(document: TypedDocumentString<Data, Variables>) {
  return useMutation({ mutationFn: (variables: Variables) => ask(document, variables) });
}

/** The one cache of a page's life. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, failure) => count < 2 && failure instanceof GraphFailure && failure.code === "NETWORK",
        // A part that was down may be back.
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}

interface Page {
  hasNextPage: boolean;
  endCursor?: string | null;
}

/** Reads a connection page by page, as far as the shopper goes. */
export function useGraphPages<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Omit<Variables, "after">,
  pageOf: (data: Data) => Page | null | undefined,
) {
  const language = useLanguage();
  const signedIn = useSignedIn();
  return useInfiniteQuery({
    queryKey: [operationName(document as TypedDocumentString<unknown, never>), "pages", variables, language, signedIn],
    queryFn: ({ pageParam, signal }) => ask(document, { ...variables, after: pageParam } as Variables, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => {
      const page = pageOf(last.data);
      return page?.hasNextPage ? (page.endCursor ?? null) : null;
    },
    placeholderData: keepPreviousData,
  });
}
