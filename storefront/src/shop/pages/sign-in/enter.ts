import { useLocation, useNavigate } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import { session } from "@/shared/session/session";
import type { Issued } from "@/shared/session/keeper";
import { takeBagAlong } from "@/shop/bag/bag";

/** Begins the session, brings the bag along, and goes on to where the shopper was headed. */
export function useEnter() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const wanted = useWanted();
  return async (issued: Issued) => {
    session.begin(issued);
    // Signed in is signed in, whether or not order can be asked about the bag just now.
    await takeBagAlong().catch(() => undefined);
    await queries.invalidateQueries({ queryKey: ["BagCount"] });
    void navigate(wanted, { replace: true });
  };
}

/** Where the shopper came from; only ever a path of this shop. */
export function useWanted(): string {
  const { state } = useLocation() as { state: { from?: unknown } | null };
  const from = state?.from;
  return typeof from === "string" && from.startsWith("/") && !from.startsWith("//") ? from : "/my";
}
