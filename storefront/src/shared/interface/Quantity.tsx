import { Icon } from "@/shared/icons/Icon";
import { button } from "./button";

interface Props {
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
  words: { quantity: string; fewer: string; more: string };
  disabled?: boolean;
}

/** How many, by steps of one. */
export function Quantity({ value, min, max, onChange, words, disabled = false }: Props) {
  return (
    <div role="group" aria-label={words.quantity} className="inline-flex items-center rounded-full bg-linen">
      <button type="button" aria-label={words.fewer} className={button.icon} disabled={disabled || value <= min} onClick={() => onChange(value - 1)}>
        <Icon name="minus" className="size-5" />
      </button>
      <output aria-live="polite" className="min-w-8 text-center font-semibold tabular-nums">
        {value}
      </output>
      <button type="button" aria-label={words.more} className={button.icon} disabled={disabled || value >= max} onClick={() => onChange(value + 1)}>
        <Icon name="plus" className="size-5" />
      </button>
    </div>
  );
}
