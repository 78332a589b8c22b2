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

// When all else is there: the page is read in the common letters, and nothing waits for the rare ones.
const bringRareLetters = () => setTimeout(() => void import("@/shared/interface/rare-letters.css"), 200);
if (document.readyState === "complete") bringRareLetters();
else window.addEventListener("load", bringRareLetters, { once: true });
