import { type InputHTMLAttributes, useId } from "react";

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  error?: string | undefined;
  hint?: string | undefined;
}

/** A line to write on, with its label above and what is wrong with it below. */
export function Field({ label, error, hint, className = "", ...input }: Props) {
  const id = useId();
  const noteId = error || hint ? `${id}-note` : undefined;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-semibold">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={noteId}
        className={`block h-12 w-full rounded-[10px] border bg-card px-4 text-base transition-colors duration-150 ${
          error ? "border-brick" : "border-edge/60 hover:border-edge"
        }`}
        {...input}
      />
      {noteId && (
        <p id={noteId} className={`mt-1 text-sm ${error ? "text-brick" : "text-quiet"}`}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
