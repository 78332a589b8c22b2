import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter } from "react-router";
import "@/shared/interface/theme.css";
import { currentLanguage } from "@/shared/language/language";
import { newQueryClient } from "@/shared/graph/graph";
import { Pages } from "./Pages";

document.documentElement.lang = currentLanguage();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={newQueryClient()}>
      <BrowserRouter>
        <Pages />
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);
