import { expect, it } from "vitest";
import { Attempt } from "./attempt";

function drawer() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

it("keeps its key until an answer came, over a reload too", () => {
  const storage = drawer();
  let made = 0;
  const newKey = () => `key-${++made}`;
  const before = new Attempt(storage, newKey);
  expect(before.idempotencyKey).toBe("key-1");
  expect(before.idempotencyKey).toBe("key-1");
  const reloaded = new Attempt(storage, newKey);
  expect(reloaded.idempotencyKey).toBe("key-1");
  reloaded.settle();
  expect(reloaded.idempotencyKey).toBe("key-2");
});

it("makes keys that nobody else makes", () => {
  const [one, two] = [new Attempt(drawer()), new Attempt(drawer())];
  expect(one.idempotencyKey).toMatch(/^[0-9a-f]{32}$/);
  expect(one.idempotencyKey).not.toBe(two.idempotencyKey);
});
