import { Link, NavLink } from "react-router";
import { speak, useLanguage } from "@/shared/language/language";
import { useWords } from "@/shared/language/words";
import { useSignedIn } from "@/shared/session/session";
import { Icon } from "@/shared/icons/Icon";
import { button } from "@/shared/interface/button";
import { useBagCount } from "@/shop/bag/bag";
import { Bell } from "./Bell";
import { Mark } from "./Mark";
import { frameWords } from "./words";

/** The top of every page: the name over the door, the ways through the shop, and the bag. */
export function Header() {
  const w = useWords(frameWords);
  const signedIn = useSignedIn();
  const count = useBagCount();
  return (
    <header className="page flex h-16 items-center gap-1 md:h-20">
      <Link to="/" aria-label={w.home} className="mr-auto flex min-h-11 items-center gap-2 md:mr-8">
        <Mark />
        <span className="font-title text-[1.2rem] leading-none whitespace-nowrap">{w.name}</span>
      </Link>
      <nav aria-label={w.menu} className="mr-auto hidden gap-1 md:flex">
        <Way to="/search">{w.search}</Way>
        <Way to="/stores">{w.stores}</Way>
        <Way to="/flowers">{w.flowers}</Way>
      </nav>
      <LanguageSwitch className="hidden md:inline-flex" />
      <Link to="/search" aria-label={w.search} className={`${button.icon} md:hidden`}>
        <Icon name="search" />
      </Link>
      {signedIn && <Bell />}
      <Link to={signedIn ? "/my" : "/sign-in"} aria-label={signedIn ? w.my : w.signIn} className={button.icon}>
        <Icon name="person" />
      </Link>
      <Link to="/cart" className={`${button.icon} relative -mr-2`}>
        <Icon name="bag" />
        <span className="sr-only">{w.bag}</span>
        {count > 0 && (
          <span className="absolute top-0.5 right-0 flex h-5 min-w-5 items-center justify-center rounded-full bg-camellia px-1 text-xs leading-none font-semibold text-white tabular-nums">
            {count > 99 ? "99+" : count}
            <span className="sr-only">{w.inBag}</span>
          </span>
        )}
      </Link>
    </header>
  );
}

function Way({ to, children }: { to: string; children: string }) {
  return (
    <NavLink
      to={to}
      className="inline-flex min-h-11 items-center px-3 underline-offset-8 decoration-2 decoration-camellia hover:underline aria-[current=page]:underline"
    >
      {children}
    </NavLink>
  );
}

/** Names the other language in that language. */
export function LanguageSwitch({ className = "" }: { className?: string }) {
  const w = useWords(frameWords);
  const other = useLanguage() === "ko" ? "en" : "ko";
  return (
    <button type="button" lang={other} onClick={() => speak(other)} className={`min-h-11 items-center px-3 text-sm text-quiet hover:text-ink ${className}`}>
      {w.language}
    </button>
  );
}
