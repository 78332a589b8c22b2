import type { ReactNode } from "react";
import { Link } from "react-router";

const looks =
  "inline-flex min-h-10 items-center gap-1.5 rounded-full px-4 text-sm font-medium whitespace-nowrap transition-colors duration-150";

/** A condition that can be put on and taken off. */
export function Toggle({ on, onChange, children, disabled }: { on: boolean; onChange: (on: boolean) => void; children: ReactNode; disabled?: boolean }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      disabled={disabled}
      onClick={() => onChange(!on)}
      className={`${looks} ${on ? "bg-ink text-paper" : "bg-linen text-ink hover:bg-line"} disabled:opacity-40`}
    >
      {children}
    </button>
  );
}

/** A short link among its like. */
export function ChipLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className={`${looks} bg-linen hover:bg-line`}>
      {children}
    </Link>
  );
}
