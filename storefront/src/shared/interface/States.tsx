import type { ReactNode } from "react";
import { words, useWords } from "@/shared/language/words";
import { GraphFailure } from "@/shared/graph/request";
import { button } from "./button";

const said = words(
  {
    offline: "연결이 잠시 끊겼어요. 인터넷을 확인하고 다시 열어 주세요.",
    busy: "지금 찾는 분이 많아요. 잠시 뒤에 다시 열어 주세요.",
    failed: "지금은 이 화면을 열 수 없어요. 잠시 뒤에 다시 열어 주세요.",
    again: "다시 열기",
    loading: "불러오고 있어요",
  },
  {
    offline: "The connection was lost. Check your internet and open this again.",
    busy: "Many people are looking right now. Open this again in a moment.",
    failed: "This page can't be opened right now. Try again in a moment.",
    again: "Try again",
    loading: "Loading",
  },
);

/** The place of something on its way, as large as what will stand there. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={`waiting rounded-card ${className}`} />;
}

/** Says to a screen reader that what stands here is still on its way. */
export function Loading({ children }: { children: ReactNode }) {
  const w = useWords(said);
  return (
    <div aria-busy="true">
      <span className="sr-only" role="status">
        {w.loading}
      </span>
      {children}
    </div>
  );
}

/** A part of the page that is away for now, said in its own place and no louder than that. */
export function Away({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="rounded-card bg-linen px-5 py-4 text-sm text-quiet">
      {children}
    </p>
  );
}

/** The whole page could not be had. */
export function Failed({ failure, onAgain }: { failure: unknown; onAgain?: () => void }) {
  const w = useWords(said);
  const code = failure instanceof GraphFailure ? failure.code : "INTERNAL";
  const words = code === "NETWORK" ? w.offline : code === "RATE_LIMITED" ? w.busy : w.failed;
  return (
    <div role="alert" className="py-16 text-center">
      <p className="mx-auto max-w-[26em] text-lg text-balance">{words}</p>
      {onAgain && (
        <button type="button" className={`${button.second} mt-6`} onClick={onAgain}>
          {w.again}
        </button>
      )}
    </div>
  );
}

/** Nothing here yet, and a way on. */
export function Empty({ title, children, way }: { title: string; children?: ReactNode; way?: ReactNode }) {
  return (
    <div className="py-16 text-center">
      <p className="font-title text-xl">{title}</p>
      {children && <p className="mx-auto mt-2 max-w-[30em] text-balance text-quiet">{children}</p>}
      {way && <div className="mt-6">{way}</div>}
    </div>
  );
}
