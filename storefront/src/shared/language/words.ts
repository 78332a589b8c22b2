import { type Language, useLanguage } from "./language";

/** The shape of a dictionary whatever its language: the same keys, the same arguments. */
type Widened<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: infer Args) => string
      ? (...args: Args) => string
      : T[K] extends readonly string[]
        ? readonly string[]
        : Widened<T[K]>;
};

export type Words<T> = Record<Language, Widened<T>>;

/** What a feature says, in both languages. A missing or surplus English entry does not compile. */
export function words<const T>(ko: T, en: NoInfer<Widened<T>>): Words<T> {
  return { ko: ko as Widened<T>, en };
}

/** The words of a feature in the shopper's language. */
export function useWords<T>(both: Words<T>): Widened<T> {
  return both[useLanguage()];
}
