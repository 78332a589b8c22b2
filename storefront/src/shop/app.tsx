import { type ReactNode, StrictMode } from "react";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Pages } from "./Pages";

/** The whole shop, in whatever router says where it stands. */
export function app(answers: QueryClient, inRouter: (pages: ReactNode) => ReactNode): ReactNode {
  return (
    <StrictMode>
      <QueryClientProvider client={answers}>{inRouter(<Pages />)}</QueryClientProvider>
    </StrictMode>
  );
}
