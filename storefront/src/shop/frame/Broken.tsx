import { useWords } from "@/shared/language/words";
import { button } from "@/shared/interface/button";
import { frameWords } from "./words";

/** In place of a page that threw. */
export function Broken() {
  const w = useWords(frameWords);
  return (
    <main className="page py-24 text-center" role="alert">
      <h1 className="text-xl">{w.broken}</h1>
      <button type="button" className={`${button.second} mt-6`} onClick={() => window.location.reload()}>
        {w.reload}
      </button>
    </main>
  );
}
