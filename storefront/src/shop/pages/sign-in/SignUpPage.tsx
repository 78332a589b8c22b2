import { useRef, useState, type FormEvent } from "react";
import { Link, useLocation } from "react-router";
import { graphql } from "@/gql";
import { useChange } from "@/shared/graph/graph";
import { button } from "@/shared/interface/button";
import { Field } from "@/shared/interface/Field";
import { atField, elsewhere, inWords, type Refusal } from "@/shared/interface/refusals";
import { Title } from "@/shared/interface/Title";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { useEnter } from "./enter";
import { signInWords } from "./words";

const SignUp = graphql(`
  mutation SignUp($input: SignUpInput!) {
    signUp(input: $input) {
      session {
        accessToken
        accessTokenExpiresAt
        refreshToken
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

/** Codes that belong to an input even where the graph names none. */
const home: Record<string, string> = { EMAIL_TAKEN: "email", PASSWORD_TOO_WEAK: "password" };
const fields = ["name", "email", "password", "phone"] as const;

export function Component() {
  const w = useWords(signInWords);
  const language = useLanguage();
  const { state } = useLocation();
  const signUp = useChange(SignUp);
  const enter = useEnter();
  const [entering, setEntering] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const [refused, setRefused] = useState<readonly Refusal[]>([]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const said = new FormData(event.currentTarget);
    const [name, email, phone] = [said.get("name"), said.get("email"), said.get("phone")].map((each) => String(each).trim()) as [string, string, string];
    const password = String(said.get("password"));
    const missing: Refusal[] = [
      ...(name ? [] : [{ code: "MISSING", message: w.nameNeeded, field: ["name"] }]),
      ...(email ? [] : [{ code: "MISSING", message: w.emailNeeded, field: ["email"] }]),
      ...(password ? [] : [{ code: "MISSING", message: w.passwordNeeded, field: ["password"] }]),
    ];
    if (missing.length > 0) return refuse(missing);
    setEntering(true);
    try {
      const { data } = await signUp.mutateAsync({ input: { name, email, password, locale: language === "ko" ? "KO" : "EN", ...(phone ? { phone } : {}) } });
      if (data.signUp?.session) return await enter(data.signUp.session);
      refuse(data.signUp?.userErrors ?? [{ code: "FAILED", message: w.failed }]);
    } catch {
      refuse([{ code: "FAILED", message: w.failed }]);
    }
    setEntering(false);
  }

  function refuse(refusals: readonly Refusal[]) {
    const placed = refusals.map((refusal) => (refusal.field?.length ? refusal : { ...refusal, field: [home[refusal.code] ?? ""] }));
    setRefused(placed);
    const first = fields.find((field) => atField(placed, field));
    form.current?.querySelector<HTMLInputElement>(`[name=${first ?? "email"}]`)?.focus();
  }

  const word = (field: string) => {
    const refusal = atField(refused, field);
    return refusal && inWords(refusal, language);
  };
  return (
    <div className="page max-w-[480px] pt-8 md:pt-16">
      <Title>{w.signUpPage}</Title>
      <p className="mt-2 text-quiet">{w.signUpLead}</p>
      <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="mt-8 flex flex-col gap-5">
        <Field label={w.name} name="name" autoComplete="name" maxLength={60} error={word("name")} />
        <Field label={w.email} name="email" type="email" autoComplete="username" error={word("email")} />
        <Field label={w.password} name="password" type="password" autoComplete="new-password" hint={w.passwordHint} error={word("password")} />
        <Field label={w.phone} name="phone" type="tel" autoComplete="tel" hint={w.phoneHint} error={word("phone")} />
        <div role="alert">
          {elsewhere(refused, ...fields).map((refusal) => (
            <p key={refusal.code} className="text-sm text-brick">
              {inWords(refusal, language)}
            </p>
          ))}
        </div>
        <button type="submit" className={button.primary} aria-busy={entering} disabled={entering}>
          {entering ? w.entering : w.join}
        </button>
      </form>
      <p className="mt-6 text-sm">
        <span className="text-quiet">{w.haveAccount}</span>{" "}
        <Link to="/sign-in" state={state} className={button.text}>
          {w.toSignIn}
        </Link>
      </p>
    </div>
  );
}
