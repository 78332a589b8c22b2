import { Component, type ReactNode } from "react";
import { useWords } from "@/shared/language/words";
import { button } from "@/shared/interface/button";
import { frameWords } from "./words";

/** Keeps a page that threw from taking the rest of the shop with it. Key it by the page. */
export class Mended extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const w = useWords(frameWords);
  return (
    <div className="page py-24 text-center" role="alert">
      <h1 className="text-xl">{w.broken}</h1>
      <button type="button" className={`${button.second} mt-6`} onClick={() => window.location.reload()}>
        {w.reload}
      </button>
    </div>
  );
}
