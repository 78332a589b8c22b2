import { graphql, type FragmentType, unmask } from "@/gql";
import { Choice } from "@/shared/interface/Choice";
import { useWords } from "@/shared/language/words";
import type { Draft, Part } from "@/shop/address/address";
import { AddressFields } from "@/shop/address/AddressFields";
import { checkoutWords } from "./words";

const Fragment = graphql(`
  fragment AddressChoice on SavedAddress {
    id
    label
    address {
      recipient
      postcode
      line1
      line2
    }
  }
`);

interface Props {
  addresses: readonly FragmentType<typeof Fragment>[];
  /** The id of a saved address, or "new". */
  value: string;
  onChange: (id: string) => void;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  wrong: readonly Part[];
  /** part is null where it is the whole address. */
  refused: { part: Part | null; words: string } | null;
  keep: boolean;
  onKeep: (keep: boolean) => void;
}

/** Where what is delivered goes: a saved address, or one written here. */
export function AddressChoice({ addresses: masked, value, onChange, draft, onDraft, wrong, refused, keep, onKeep }: Props) {
  const addresses = unmask(Fragment, masked);
  const w = useWords(checkoutWords);
  const atPart = refused?.part && refused.part in draft ? { [refused.part]: refused.words } : {};
  const whole = refused && !(refused.part && refused.part in draft) ? refused.words : undefined;
  return (
    <div className="flex flex-col gap-5">
      {addresses.length > 0 ? (
        <Choice
          legend={w.address}
          name="address"
          value={value}
          onChange={onChange}
          error={whole}
          layout="grid gap-2 sm:grid-cols-2"
          shape="min-h-16 rounded-[12px] px-4 py-3 justify-start text-left"
          options={[
            ...addresses.map((saved) => ({
              value: saved.id,
              label: (
                <span>
                  <span className="block font-semibold">
                    {saved.label}, {saved.address.recipient}
                  </span>
                  <span className="block opacity-85">
                    {saved.address.line1} {saved.address.line2}
                  </span>
                </span>
              ),
            })),
            { value: "new", label: <span className="font-semibold">{w.newAddress}</span> },
          ]}
        />
      ) : (
        <>
          <h3 className="text-sm font-semibold">{w.address}</h3>
          {whole && (
            <p role="alert" className="text-sm text-brick">
              {whole}
            </p>
          )}
        </>
      )}
      {(value === "new" || addresses.length === 0) && (
        <div className="arriving flex flex-col gap-4">
          <AddressFields draft={draft} onChange={onDraft} wrong={wrong} refused={atPart} />
          <label className="flex min-h-11 items-center gap-3 text-sm">
            <input type="checkbox" checked={keep} onChange={(event) => onKeep(event.target.checked)} className="size-5 accent-camellia" />
            {w.keepAddress}
          </label>
        </div>
      )}
    </div>
  );
}
