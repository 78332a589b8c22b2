import { useSyncExternalStore } from "react";

export type Language = "ko" | "en";

const key = "bloom.language";
const listeners = new Set<() => void>();

/** Korean unless the shopper chose otherwise: the shops, and what they write, are Korean. */
export function currentLanguage(): Language {
  return window.localStorage.getItem(key) === "en" ? "en" : "ko";
}

/** Keeps the choice and draws everything again in it. */
export function speak(language: Language): void {
  window.localStorage.setItem(key, language);
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage, currentLanguage);
}
