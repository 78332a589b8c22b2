import { Link } from "react-router";
import { useWords } from "@/shared/language/words";
import { LanguageSwitch } from "./Header";
import { Mark } from "./Mark";
import { frameWords } from "./words";

export function Footer() {
  const w = useWords(frameWords);
  const link = "inline-flex min-h-11 items-center hover:underline underline-offset-4";
  return (
    <footer className="bg-linen">
      <div className="page grid gap-10 py-14 md:grid-cols-[1fr_auto_auto] md:gap-20">
        <div>
          <p className="flex items-center gap-2 font-title text-lg">
            <Mark /> {w.name}
          </p>
          <p className="mt-3 max-w-[24em] text-sm text-quiet">{w.about}</p>
          <p className="mt-1 max-w-[30em] text-sm text-quiet">{w.sandbox}</p>
        </div>
        <nav aria-label={w.visit} className="flex flex-col text-sm">
          <Link className={link} to="/search">{w.search}</Link>
          <Link className={link} to="/stores">{w.stores}</Link>
          <Link className={link} to="/flowers">{w.flowers}</Link>
        </nav>
        <nav aria-label={w.mine} className="flex flex-col items-start text-sm">
          <Link className={link} to="/my">{w.orders}</Link>
          <Link className={link} to="/my/liked">{w.liked}</Link>
          <LanguageSwitch className="-ml-3 inline-flex" />
        </nav>
      </div>
    </footer>
  );
}
