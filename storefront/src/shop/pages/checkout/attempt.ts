const key = "bloom.attempt";

/**
 * The key under which an order is placed. It stays the same until an answer came, through lost answers and
 * reloads of the page: so an order that was sent twice is one order.
 */
export class Attempt {
  constructor(
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">,
    private readonly newKey: () => string = randomKey,
  ) {}

  /** The key of the attempt under way, or of a new one. */
  get idempotencyKey(): string {
    const under = this.storage.getItem(key);
    if (under) return under;
    const fresh = this.newKey();
    this.storage.setItem(key, fresh);
    return fresh;
  }

  /** An answer came, whatever it was: what is sent next is another attempt. */
  settle(): void {
    this.storage.removeItem(key);
  }
}

function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
