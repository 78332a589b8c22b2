import { useEffect, useState, type FormEvent } from "react";
import { useNavigate } from "react-router";
import { Icon } from "@/shared/icons/Icon";
import { useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { homeWords } from "./words";

/** How long an example stays before the next, in milliseconds. */
const beat = 3_600;

/** One line to write on. Left empty, it searches with the example that stands there. */
export function SentenceSearch() {
  const w = useWords(homeWords);
  const language = useLanguage();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [turn, setTurn] = useState(0);
  const [held, setHeld] = useState(false);
  const example = w.examples[turn % w.examples.length] ?? "";

  useEffect(() => {
    if (held || text || window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const timer = setInterval(() => setTurn((before) => before + 1), beat);
    return () => clearInterval(timer);
  }, [held, text]);

  function find(event: FormEvent) {
    event.preventDefault();
    void navigate(`/search?${new URLSearchParams({ q: text.trim() || example }).toString()}`);
  }

  return (
    <form role="search" action="/search" onSubmit={find} className="relative mt-8 md:mt-12">
      <label htmlFor="sentence" className="sr-only">
        {w.search}
      </label>
      <input
        id="sentence"
        name="q"
        value={text}
        maxLength={200}
        autoComplete="off"
        enterKeyHint="search"
        onChange={(event) => setText(event.target.value)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
        aria-describedby="sentence-example"
        className="peer h-16 w-full border-0 border-b-2 border-ink bg-transparent pr-16 font-title text-[1.12rem] outline-none focus:border-camellia sm:text-xl md:h-20"
      />
      {!text && (
        <span
          id="sentence-example"
          key={`${language}${turn}`}
          className="arriving pointer-events-none absolute inset-y-0 left-0 flex items-center pr-16 font-title text-[1.12rem] text-quiet sm:text-xl"
        >
          {example}
        </span>
      )}
      <button
        type="submit"
        aria-label={w.find}
        className="absolute top-1/2 right-0 flex size-12 -translate-y-1/2 items-center justify-center rounded-full bg-camellia text-white transition-colors duration-150 hover:bg-camellia-deep md:size-14"
      >
        <Icon name="arrow" />
      </button>
    </form>
  );
}
