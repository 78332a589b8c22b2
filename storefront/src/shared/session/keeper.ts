/** What the account service hands out at signing in and at each refresh. */
export interface Issued {
  accessToken: string;
  accessTokenExpiresAt: string;
  refreshToken: string;
}

/** The part of the Web Locks API that is needed: one holder at a time, across all tabs. */
export interface Locks {
  request<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export interface Keeping {
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  locks: Locks;
  /** Trades a refresh token for a new pair; null when the account service refuses it for good. */
  refresh(refreshToken: string): Promise<Issued | null>;
  now(): number;
}

const key = "bloom.refresh";

/** An access token is renewed this long before it expires, in milliseconds. */
const margin = 20_000;

/** After a refresh that could not be sent, others are let through as guests for so long, in milliseconds. */
const rest = 5_000;

/**
 * Keeps the session of this tab. The access token lives in memory only; the refresh token is shared by
 * all tabs, and since it is good for one use, only one tab at a time may trade it.
 */
export class SessionKeeper {
  private access: { token: string; expiresAt: number } | null = null;
  private renewing: Promise<string | null> | null = null;
  private restUntil = 0;
  private listeners = new Set<() => void>();

  constructor(private readonly keeping: Keeping) {}

  get signedIn(): boolean {
    return this.keeping.storage.getItem(key) !== null;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The refresh token to hand back at signing out. */
  get refreshToken(): string | null {
    return this.keeping.storage.getItem(key);
  }

  begin(issued: Issued): void {
    this.take(issued);
    this.tell();
  }

  end(): void {
    this.access = null;
    this.keeping.storage.removeItem(key);
    this.tell();
  }

  /** Another tab signed in or out. */
  changedElsewhere(): void {
    if (!this.signedIn) this.access = null;
    this.tell();
  }

  /** The graph said that the token is not good, whatever its date. */
  distrust(token: string): void {
    if (this.access?.token === token) this.access = null;
  }

  /** A token good for the next request, or null for a guest. Never more than one refresh at a time. */
  async accessToken(): Promise<string | null> {
    if (this.access && this.access.expiresAt - margin > this.keeping.now()) return this.access.token;
    if (!this.signedIn) return null;
    if (this.restUntil > this.keeping.now()) return null;
    this.renewing ??= this.keeping.locks
      .request("bloom.session", () => this.renew())
      .finally(() => {
        this.renewing = null;
      });
    return this.renewing;
  }

  private async renew(): Promise<string | null> {
    // Read inside the lock: while this tab waited, another may have traded the old one.
    const refreshToken = this.keeping.storage.getItem(key);
    if (!refreshToken) return null;
    let issued: Issued | null;
    try {
      issued = await this.keeping.refresh(refreshToken);
    } catch {
      // Account is down: the shop stays open to a guest, and the session is tried again later.
      this.restUntil = this.keeping.now() + rest;
      return null;
    }
    if (!issued) {
      // Only if nobody signed in again meanwhile.
      if (this.keeping.storage.getItem(key) === refreshToken) this.end();
      return null;
    }
    if (this.keeping.storage.getItem(key) === null) return null; // signed out meanwhile
    this.take(issued);
    return issued.accessToken;
  }

  private take(issued: Issued): void {
    this.access = { token: issued.accessToken, expiresAt: Date.parse(issued.accessTokenExpiresAt) };
    this.keeping.storage.setItem(key, issued.refreshToken);
    this.restUntil = 0;
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
