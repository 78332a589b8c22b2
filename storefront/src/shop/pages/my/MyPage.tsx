import { Suspense } from "react";
import { Navigate, NavLink, Outlet, useLocation, useNavigate } from "react-router";
import { graphql } from "@/gql";
import { useGraph } from "@/shared/graph/graph";
import { Title } from "@/shared/interface/Title";
import { useWords } from "@/shared/language/words";
import { signOut, useSignedIn } from "@/shared/session/session";
import { keepBag } from "@/shop/bag/kept";
import { myWords } from "./words";

const MyPage = graphql(`
  query MyPage {
    me {
      id
      name
    }
  }
`);

/** All that is the member's own, a page for each. */
export function Component() {
  const { pathname } = useLocation();
  if (!useSignedIn()) return <Navigate to="/sign-in" replace state={{ from: pathname }} />;
  return <Mine />;
}

function Mine() {
  const w = useWords(myWords);
  const navigate = useNavigate();
  const { data } = useGraph(MyPage, {}, { staleTime: 300_000 });
  const name = data?.data.me?.name;

  async function leave() {
    // First away from here, so that this page does not send its reader to the door.
    await navigate("/");
    // The bag is the member's; whoever uses this browser next starts with an empty one.
    keepBag(null);
    await signOut();
  }

  return (
    <div className="page pt-4 md:pt-10">
      <div className="flex items-baseline justify-between gap-4">
        <Title name={w.page} className="min-h-[1.35em] text-2xl md:text-3xl">
          {name ? w.hello(name) : w.page}
        </Title>
        <button type="button" className="min-h-11 text-sm whitespace-nowrap text-quiet hover:text-ink" onClick={() => void leave()}>
          {w.signOut}
        </button>
      </div>
      <div className="mt-6 gap-x-16 md:mt-12 lg:grid lg:grid-cols-[12rem_1fr]">
        <nav aria-label={w.places} className="no-bar -mx-5 flex gap-1 overflow-x-auto border-b border-line px-5 lg:mx-0 lg:flex-col lg:border-0 lg:px-0">
          <Place to="/my">{w.orders}</Place>
          <Place to="/my/liked">{w.liked}</Place>
          <Place to="/my/subscriptions">{w.subscriptions}</Place>
          <Place to="/my/addresses">{w.addresses}</Place>
          <Place to="/my/inbox">{w.inbox}</Place>
        </nav>
        <div className="mt-8 min-w-0 lg:mt-0">
          <Suspense>
            <Outlet />
          </Suspense>
        </div>
      </div>
    </div>
  );
}

function Place({ to, children }: { to: string; children: string }) {
  return (
    <NavLink
      to={to}
      end
      className="inline-flex min-h-12 shrink-0 items-center border-b-2 border-transparent px-3 whitespace-nowrap text-quiet transition-colors duration-150 first:pl-0 hover:text-ink aria-[current=page]:border-camellia aria-[current=page]:text-ink lg:border-0 lg:px-0 lg:aria-[current=page]:font-semibold"
    >
      {children}
    </NavLink>
  );
}
