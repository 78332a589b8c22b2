import { useLanguage } from "@/shared/language/language";
import { won } from "./won";

/** An amount in won, in figures of one width. */
export function Price({ amount, className = "" }: { amount: number; className?: string }) {
  const language = useLanguage();
  return <span className={`tabular-nums whitespace-nowrap ${className}`}>{won(amount, language)}</span>;
}
