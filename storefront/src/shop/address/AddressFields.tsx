import { Field } from "@/shared/interface/Field";
import { words, useWords } from "@/shared/language/words";
import type { Draft, Part } from "./address";

const said = words(
  {
    recipient: "받는 분",
    phone: "받는 분 연락처",
    postcode: "우편번호",
    postcodeHint: "다섯 자리 숫자",
    line1: "주소",
    line2: "자세한 주소 (선택)",
    wrong: {
      recipient: "받는 분의 이름을 적어 주세요.",
      phone: "연락할 수 있는 번호를 적어 주세요.",
      postcode: "우편번호 다섯 자리를 적어 주세요.",
      line1: "도로 이름과 건물 번호를 적어 주세요.",
      line2: "다시 적어 주세요.",
    },
  },
  {
    recipient: "Recipient",
    phone: "Recipient's phone",
    postcode: "Postcode",
    postcodeHint: "Five digits",
    line1: "Address",
    line2: "Flat, floor (optional)",
    wrong: {
      recipient: "Write the recipient's name.",
      phone: "Write a number that can be called.",
      postcode: "Write the five digits of the postcode.",
      line1: "Write the street and the number.",
      line2: "Write this once more.",
    },
  },
);

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
  wrong: readonly Part[];
  /** What the graph said about a part, in place of our own words. */
  refused?: Partial<Record<Part, string>>;
}

/** The lines of an address. */
export function AddressFields({ draft, onChange, wrong, refused = {} }: Props) {
  const w = useWords(said);
  const line = (part: Part) => ({
    label: w[part],
    name: part,
    value: draft[part],
    onChange: (event: { target: { value: string } }) => onChange({ ...draft, [part]: event.target.value }),
    error: refused[part] ?? (wrong.includes(part) ? w.wrong[part] : undefined),
  });
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field {...line("recipient")} autoComplete="name" maxLength={60} />
      <Field {...line("phone")} type="tel" autoComplete="tel" maxLength={30} />
      <Field {...line("postcode")} inputMode="numeric" autoComplete="postal-code" maxLength={5} hint={w.postcodeHint} />
      <Field {...line("line1")} autoComplete="address-line1" maxLength={200} className="sm:col-span-2" />
      <Field {...line("line2")} autoComplete="address-line2" maxLength={200} className="sm:col-span-2" />
    </div>
  );
}
