import { describe, expect, it } from "vitest";
import { type Issued, type Locks, SessionKeeper } from "./keeper";

class Drawer {
  private readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

/** One holder at a time, as navigator.locks has it across tabs. */
function oneAtATime(): Locks {
  let last: Promise<unknown> = Promise.resolve();
  return {
    request<T>(_name: string, work: () => Promise<T>): Promise<T> {
      const mine = last.then(work);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** An account service whose refresh tokens are good for one use, as the real one's are. */
class Account {
  current = "r0";
  trades = 0;
  reused = 0;
  down = false;

  refresh = async (token: string): Promise<Issued | null> => {
    await Promise.resolve();
    if (this.down) throw new Error("unreachable");
    if (token !== this.current) {
      this.reused++;
      return null;
    }
    this.trades++;
    this.current = `r${this.trades}`;
    return issued(`a${this.trades}`, this.current, 300_000);
  };
}

function issued(accessToken: string, refreshToken: string, expiresAt: number): Issued {
  return { accessToken, refreshToken, accessTokenExpiresAt: new Date(expiresAt).toISOString() };
}

function tab(storage: Drawer, locks: Locks, account: Account, clock = { now: 0 }) {
  return new SessionKeeper({ storage, locks, refresh: account.refresh, now: () => clock.now });
}

function signedIn() {
  const storage = new Drawer();
  storage.setItem("bloom.refresh", "r0");
  return { storage, locks: oneAtATime(), account: new Account() };
}

describe("SessionKeeper", () => {
  it("is a guest without a refresh token", async () => {
    const account = new Account();
    const keeper = tab(new Drawer(), oneAtATime(), account);
    expect(await keeper.accessToken()).toBeNull();
    expect(account.trades).toBe(0);
  });

  it("refreshes once for many requests at the same moment", async () => {
    const { storage, locks, account } = signedIn();
    const keeper = tab(storage, locks, account);
    const tokens = await Promise.all(Array.from({ length: 8 }, () => keeper.accessToken()));
    expect(new Set(tokens)).toEqual(new Set(["a1"]));
    expect(account.trades).toBe(1);
  });

  it("never trades a token twice when two tabs wake up together", async () => {
    const { storage, locks, account } = signedIn();
    const [one, two] = [tab(storage, locks, account), tab(storage, locks, account)];
    const tokens = await Promise.all([one.accessToken(), two.accessToken()]);
    expect(tokens).toEqual(["a1", "a2"]);
    expect(account.reused).toBe(0);
    expect(storage.getItem("bloom.refresh")).toBe("r2");
  });

  it("renews before the token expires, and not earlier", async () => {
    const { storage, locks, account } = signedIn();
    const clock = { now: 0 };
    const keeper = tab(storage, locks, account, clock);
    keeper.begin(issued("a0", "r0", 300_000));
    clock.now = 270_000;
    expect(await keeper.accessToken()).toBe("a0");
    clock.now = 290_000;
    expect(await keeper.accessToken()).toBe("a1");
  });

  it("ends the session when the refresh token is refused, and says so", async () => {
    const { storage, locks, account } = signedIn();
    account.current = "another";
    const keeper = tab(storage, locks, account);
    let told = 0;
    keeper.subscribe(() => told++);
    expect(await keeper.accessToken()).toBeNull();
    expect(keeper.signedIn).toBe(false);
    expect(told).toBe(1);
  });

  it("keeps the session while account is down, and asks again after a rest", async () => {
    const { storage, locks, account } = signedIn();
    const clock = { now: 0 };
    const keeper = tab(storage, locks, account, clock);
    account.down = true;
    expect(await keeper.accessToken()).toBeNull();
    expect(keeper.signedIn).toBe(true);
    account.down = false;
    clock.now = 1_000;
    expect(await keeper.accessToken()).toBeNull();
    clock.now = 6_000;
    expect(await keeper.accessToken()).toBe("a1");
  });

  it("asks for a new token when the graph distrusts this one", async () => {
    const { storage, locks, account } = signedIn();
    const keeper = tab(storage, locks, account);
    expect(await keeper.accessToken()).toBe("a1");
    keeper.distrust("a1");
    expect(await keeper.accessToken()).toBe("a2");
  });
});
