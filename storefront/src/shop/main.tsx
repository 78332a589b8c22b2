import { createRoot, hydrateRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import "@/shared/interface/theme.css";
import { bringLetters } from "@/shared/interface/letters";
import { currentLanguage } from "@/shared/language/language";
import { newQueryClient } from "@/shared/graph/graph";
import { app } from "./app";

document.documentElement.lang = currentLanguage();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

const shop = app(newQueryClient(), (pages) => <BrowserRouter>{pages}</BrowserRouter>);
// The built index.html shows a landing page as it stands while it waits; it is taken up as it is.
if (root.hasChildNodes()) hydrateRoot(root, shop);
else createRoot(root).render(shop);

bringLetters();
