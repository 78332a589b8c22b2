const base =
  "inline-flex min-h-12 items-center justify-center gap-2 rounded-full px-6 text-base font-semibold transition-colors duration-150 disabled:opacity-45 aria-busy:opacity-70";

/** The looks of what is pressed; a link that looks like a button takes them too. */
export const button = {
  /** What the shopper does next: one to a view. */
  primary: `${base} bg-camellia text-white hover:bg-camellia-deep disabled:hover:bg-camellia`,
  /** What they may do instead. */
  second: `${base} bg-linen text-ink hover:bg-line`,
  /** In a line of text. */
  text: "inline-flex min-h-11 items-center gap-1 font-semibold underline decoration-line decoration-2 underline-offset-4 transition-colors duration-150 hover:decoration-camellia",
  /** Only a drawing; give it a label. */
  icon: "inline-flex size-11 items-center justify-center rounded-full transition-colors duration-150 hover:bg-linen disabled:opacity-35 disabled:hover:bg-transparent",
} as const;
