import { Choice } from "@/shared/interface/Choice";
import { useWords } from "@/shared/language/words";
import { checkoutWords } from "./words";

/** The cards of the sandbox, which stands in for the network of a real card company. */
const tokens = ["tok_ok", "tok_declined", "tok_timeout", "tok_flaky"] as const;
export type Token = (typeof tokens)[number];

const colours: Record<Token, string> = {
  tok_ok: "bg-[#3f5c74]",
  tok_declined: "bg-[#8d3b34]",
  tok_timeout: "bg-[#55604c]",
  tok_flaky: "bg-[#6d5780]",
};

export function Cards({ value, onChange, error }: { value: Token | null; onChange: (token: Token) => void; error: string | undefined }) {
  const w = useWords(checkoutWords);
  return (
    <div data-missing={error ? true : undefined}>
      <p className="mb-4 text-sm text-quiet">{w.practice}</p>
      <Choice
        legend={w.pay}
        name="card"
        value={value}
        onChange={onChange}
        error={error}
        layout="grid gap-2 sm:grid-cols-2"
        shape="min-h-20 rounded-[12px] px-4 justify-start text-left"
        options={tokens.map((token) => ({
          value: token,
          label: (
            <span className="flex items-center gap-4">
              <span aria-hidden="true" className={`flex h-9 w-14 shrink-0 flex-col justify-end rounded-[6px] p-1.5 ${colours[token]}`}>
                <span className="h-1 w-6 rounded-full bg-white/70" />
              </span>
              <span>
                <span className="block font-semibold">{w.cards[token].name}</span>
                <span className="block opacity-85">{w.cards[token].says}</span>
              </span>
            </span>
          ),
        }))}
      />
    </div>
  );
}
