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

const SignIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
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

export function Component() {
  const w = useWords(signInWords);
  const language = useLanguage();
  const { state } = useLocation();
  const signIn = useChange(SignIn);
  const enter = useEnter();
  const [entering, setEntering] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const [refused, setRefused] = useState<readonly Refusal[]>([]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const said = new FormData(event.currentTarget);
    const email = String(said.get("email")).trim();
    const password = String(said.get("password"));
    const missing: Refusal[] = [
      ...(email ? [] : [{ code: "MISSING", message: w.emailNeeded, field: ["email"] }]),
      ...(password ? [] : [{ code: "MISSING", message: w.passwordNeeded, field: ["password"] }]),
    ];
    if (missing.length > 0) return refuse(missing);
    setEntering(true);
    try {
      const { data } = await signIn.mutateAsync({ input: { email, password } });
      if (data.signIn?.session) return await enter(data.signIn.session);
      refuse(data.signIn?.userErrors ?? [{ code: "FAILED", message: w.failed }]);
    } catch {
      refuse([{ code: "FAILED", message: w.failed }]);
    }
    setEntering(false);
  }

  function refuse(refusals: readonly Refusal[]) {
    setRefused(refusals);
    const name = atField(refusals, "password") && !atField(refusals, "email") ? "password" : "email";
    form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
  }

  const word = (refusal: Refusal | undefined) => refusal && inWords(refusal, language);
  return (
    <div className="page max-w-[480px] pt-8 md:pt-16">
      <Title>{w.page}</Title>
      <p className="mt-2 text-quiet">{w.lead}</p>
      <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="mt-8 flex flex-col gap-5">
        <Field label={w.email} name="email" type="email" autoComplete="username" error={word(atField(refused, "email"))} />
        <Field label={w.password} name="password" type="password" autoComplete="current-password" error={word(atField(refused, "password"))} />
        <div role="alert">
          {elsewhere(refused, "email", "password").map((refusal) => (
            <p key={refusal.code} className="text-sm text-brick">
              {word(refusal)}
            </p>
          ))}
        </div>
        <button type="submit" className={button.primary} aria-busy={entering} disabled={entering}>
          {entering ? w.entering : w.enter}
        </button>
      </form>
      <p className="mt-6 text-sm">
        <span className="text-quiet">{w.noAccount}</span>{" "}
        <Link to="/sign-up" state={state} className={button.text}>
          {w.toSignUp}
        </Link>
      </p>
      {import.meta.env.VITE_DEMO_EMAIL && (
        <p className="mt-2 text-sm text-quiet">
          {w.demo}: {import.meta.env.VITE_DEMO_EMAIL}
        </p>
      )}
    </div>
  );
}
