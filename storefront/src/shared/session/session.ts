import { useSyncExternalStore } from "react";
import { graphql } from "@/gql";
import { currentLanguage } from "@/shared/language/language";
import { GraphFailure, post } from "@/shared/graph/request";
import { SessionKeeper, type Locks } from "./keeper";

const Refresh = graphql(`
  mutation RefreshSession($refreshToken: String!) {
    refreshSession(refreshToken: $refreshToken) {
      session {
        accessToken
        accessTokenExpiresAt
        refreshToken
      }
      userErrors {
        code
      }
    }
  }
`);

const SignOut = graphql(`
  mutation SignOut($refreshToken: String!) {
    signOut(refreshToken: $refreshToken) {
      done
    }
  }
`);

// Web Locks need a secure context; over plain http on a LAN address only this tab is kept apart.
const alone: Locks = { request: (_name, work) => work() };

/** The session of this tab. */
export const session = new SessionKeeper({
  storage: window.localStorage,
  locks: "locks" in navigator ? { request: (name, work) => navigator.locks.request(name, work) } : alone,
  now: () => Date.now(),
  async refresh(refreshToken) {
    const { data } = await post(Refresh, { refreshToken }, { language: currentLanguage(), accessToken: null });
    if (!data.refreshSession) throw new GraphFailure("SUBGRAPH_UNAVAILABLE", "account is away");
    return data.refreshSession.session ?? null;
  },
});

window.addEventListener("storage", (event) => {
  if (event.key === "bloom.refresh" || event.key === null) session.changedElsewhere();
});

/** Whether a member is signed in; a component that uses it is drawn again when that changes. */
export function useSignedIn(): boolean {
  return useSyncExternalStore(session.subscribe, () => session.signedIn, () => false);
}

/** Ends the session here at once, and at the account service as soon as it can be told. */
export async function signOut(): Promise<void> {
  const refreshToken = session.refreshToken;
  session.end();
  if (!refreshToken) return;
  // A service that can't be told now is told by time: the token runs out by itself, and nobody here has it any more.
  await post(SignOut, { refreshToken }, { language: currentLanguage(), accessToken: null }).catch(() => undefined);
}
