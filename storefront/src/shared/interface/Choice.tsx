import type { ReactNode } from "react";

interface Props<Value extends string> {
  legend: string;
  hideLegend?: boolean;
  name: string;
  value: Value | null;
  options: readonly { value: Value; label: ReactNode; disabled?: boolean }[];
  onChange: (value: Value) => void;
  error?: string | undefined;
  /** How the options stand: as a row that wraps, a row that scrolls, or a grid. */
  layout?: string;
  /** What one option looks like at rest, beside its state. */
  shape?: string;
}

/** One of several, all in view: real radio buttons under a shape of our own. */
export function Choice<Value extends string>({ legend, hideLegend, name, value, options, onChange, error, layout = "flex flex-wrap gap-2", shape = "min-h-11 rounded-full px-4" }: Props<Value>) {
  const errorId = error ? `${name}-error` : undefined;
  return (
    <fieldset className="min-w-0">
      <legend className={hideLegend ? "sr-only" : "mb-2 text-sm font-semibold"}>{legend}</legend>
      <div className={layout}>
        {options.map((option) => (
          <label
            key={option.value}
            className={`relative inline-flex items-center justify-center text-sm transition-colors duration-150 ${shape} ${
              option.disabled
                ? "cursor-not-allowed bg-linen/50 text-quiet line-through decoration-edge/50"
                : "bg-linen hover:bg-line has-checked:bg-ink has-checked:text-paper"
            } has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-camellia`}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
              aria-describedby={errorId}
              className="absolute inset-0 z-10 size-full cursor-[inherit] appearance-none rounded-[inherit] outline-none"
            />
            {option.label}
          </label>
        ))}
      </div>
      {error && (
        <p id={errorId} className="mt-2 text-sm text-brick">
          {error}
        </p>
      )}
    </fieldset>
  );
}
