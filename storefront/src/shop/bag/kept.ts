const key = "bloom.cart";
const listeners = new Set<() => void>();

export function bagId(): string | null {
  return window.localStorage.getItem(key);
}

/** Remembers the cart, or forgets it. */
export function keepBag(id: string | null): void {
  if (id) window.localStorage.setItem(key, id);
  else window.localStorage.removeItem(key);
  for (const listener of listeners) listener();
}

export function subscribeToBag(listener: () => void): () => void {
  const elsewhere = (event: StorageEvent) => {
    if (event.key === key || event.key === null) listener();
  };
  listeners.add(listener);
  window.addEventListener("storage", elsewhere);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", elsewhere);
  };
}
