import { useRef, useState, type FormEvent } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { graphql, type FragmentType, unmask } from "@/gql";
import { useChange, useGraph } from "@/shared/graph/graph";
import { button } from "@/shared/interface/button";
import { Field } from "@/shared/interface/Field";
import { note } from "@/shared/interface/notes";
import { inWords, type Refusal } from "@/shared/interface/refusals";
import { Away, Empty, Failed, Loading, Skeleton } from "@/shared/interface/States";
import { useTitle } from "@/shared/interface/Title";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { type Draft, emptyDraft, missingParts, type Part, toInput } from "@/shop/address/address";
import { AddressFields } from "@/shop/address/AddressFields";
import { myWords } from "./words";

const Addresses = graphql(`
  query Addresses {
    me {
      addresses {
        id
        ...SavedAddressRow
      }
    }
  }
`);

const Saved = graphql(`
  fragment SavedAddressRow on SavedAddress {
    id
    label
    isDefault
    address {
      recipient
      phone
      postcode
      line1
      line2
    }
  }
`);

const SaveAddress = graphql(`
  mutation SaveAddress($input: SaveAddressInput!) {
    saveAddress(input: $input) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

const RemoveAddress = graphql(`
  mutation RemoveAddress($id: ID!) {
    removeAddress(id: $id) {
      userErrors {
        code
        message
        field
      }
    }
  }
`);

interface Written {
  id?: string;
  label: string;
  isDefault: boolean;
  draft: Draft;
}

export function Component() {
  const w = useWords(myWords);
  useTitle(w.addresses);
  const [writing, setWriting] = useState<Written | null>(null);
  const { data: answer, error, refetch } = useGraph(Addresses, {});
  if (error && !answer) return <Failed failure={error} onAgain={() => void refetch()} />;
  if (!answer) {
    return (
      <Loading>
        <Skeleton className="h-48" />
      </Loading>
    );
  }
  const addresses = answer.data.me?.addresses;
  if (!addresses) return <Away>{w.addressesAway}</Away>;
  if (writing) return <Form key={writing.id ?? "new"} start={writing} onDone={() => setWriting(null)} />;
  const add = (
    <button type="button" className={button.second} onClick={() => setWriting({ label: "", isDefault: addresses.length === 0, draft: emptyDraft })}>
      {w.add}
    </button>
  );
  if (addresses.length === 0) {
    return (
      <Empty title={w.noAddresses} way={add}>
        {w.noAddressesBody}
      </Empty>
    );
  }
  return (
    <>
      <h2 className="sr-only">{w.addresses}</h2>
      <ul className="mb-8">
        {addresses.map((address) => (
          <Row key={address.id} address={address} onEdit={setWriting} />
        ))}
      </ul>
      {add}
    </>
  );
}

function Row({ address: masked, onEdit }: { address: FragmentType<typeof Saved>; onEdit: (written: Written) => void }) {
  const saved = unmask(Saved, masked);
  const w = useWords(myWords);
  const language = useLanguage();
  const queries = useQueryClient();
  const remove = useChange(RemoveAddress);

  async function takeAway() {
    try {
      const { data } = await remove.mutateAsync({ id: saved.id });
      const refusal = data.removeAddress?.userErrors[0];
      note(refusal ? inWords(refusal, language) : data.removeAddress ? w.removed : w.failed);
    } catch {
      note(w.failed);
    }
    await queries.invalidateQueries({ queryKey: ["Addresses"] });
  }

  return (
    <li className="flex items-start justify-between gap-4 border-b border-line py-5 first:pt-0">
      <div>
        <h3 className="font-semibold">
          {saved.label}
          {saved.isDefault && <span className="ml-2 text-sm font-medium text-leaf">{w.usual}</span>}
        </h3>
        <p className="mt-1 text-sm">
          {saved.address.recipient}, <span className="tabular-nums">{saved.address.phone}</span>
        </p>
        <p className="text-sm text-quiet">
          {saved.address.line1} {saved.address.line2} <span className="tabular-nums">({saved.address.postcode})</span>
        </p>
      </div>
      <div className="flex shrink-0 gap-1 text-sm">
        <button
          type="button"
          aria-label={w.edit(saved.label)}
          className="min-h-11 px-2 text-quiet hover:text-ink"
          onClick={() => onEdit({ id: saved.id, label: saved.label, isDefault: saved.isDefault, draft: { ...saved.address, line2: saved.address.line2 ?? "" } })}
        >
          {w.editShort}
        </button>
        <button type="button" aria-label={w.remove(saved.label)} disabled={remove.isPending} className="min-h-11 px-2 text-quiet hover:text-brick" onClick={() => void takeAway()}>
          {w.removeShort}
        </button>
      </div>
    </li>
  );
}

function Form({ start, onDone }: { start: Written; onDone: () => void }) {
  const w = useWords(myWords);
  const language = useLanguage();
  const queries = useQueryClient();
  const save = useChange(SaveAddress);
  const form = useRef<HTMLFormElement>(null);
  const [label, setLabel] = useState(start.label);
  const [isDefault, setIsDefault] = useState(start.isDefault);
  const [draft, setDraft] = useState(start.draft);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<readonly Refusal[]>([]);
  const wrong = missingParts(draft);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (wrong.length > 0 || !label.trim()) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    try {
      const { data } = await save.mutateAsync({ input: { ...(start.id ? { id: start.id } : {}), label: label.trim(), isDefault, address: toInput(draft) } });
      if (data.saveAddress && data.saveAddress.userErrors.length === 0) {
        await queries.invalidateQueries({ queryKey: ["Addresses"] });
        return onDone();
      }
      setRefused(data.saveAddress?.userErrors ?? [{ code: "FAILED", message: w.failed }]);
    } catch {
      setRefused([{ code: "FAILED", message: w.failed }]);
    }
  }

  const parts: Partial<Record<Part, string>> = {};
  for (const refusal of refused) {
    const part = refusal.field?.at(-1);
    if (part && part in draft) parts[part as Part] = inWords(refusal, language);
  }
  const general = refused.filter((refusal) => !((refusal.field?.at(-1) ?? "") in draft));
  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="flex max-w-xl flex-col gap-4">
      <Field label={w.label} hint={w.labelHint} maxLength={20} value={label} onChange={(event) => setLabel(event.target.value)} error={tried && !label.trim() ? w.labelMissing : undefined} />
      <AddressFields draft={draft} onChange={setDraft} wrong={tried ? wrong : []} refused={parts} />
      <label className="flex min-h-11 items-center gap-3 text-sm">
        <input type="checkbox" checked={isDefault} onChange={(event) => setIsDefault(event.target.checked)} className="size-5 accent-camellia" />
        {w.isDefault}
      </label>
      <div role="alert">
        {general.map((refusal) => (
          <p key={refusal.code} className="text-sm text-brick">
            {inWords(refusal, language)}
          </p>
        ))}
      </div>
      <div className="flex gap-3">
        <button type="submit" className={button.primary} aria-busy={save.isPending} disabled={save.isPending}>
          {w.save}
        </button>
        <button type="button" className={button.second} onClick={onDone}>
          {w.cancel}
        </button>
      </div>
    </form>
  );
}
