import "@fontsource/inter/latin-400.css";
import "@fontsource/inter/latin-600.css";
import "@fontsource/ibm-plex-mono/latin-400.css";
import "./app/global.css";
import { StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { applyLanguage } from "./app/language";
import { Providers } from "./app/Providers";
import { Router } from "./app/router";
import { readPreference } from "./ui/preferences";

const root = document.getElementById("root");

// Without the catalogue of the chosen language the page would flash in English.
void applyLanguage(readPreference("language")).finally(() => {
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      <Suspense>
        <Providers>
          <Router />
        </Providers>
      </Suspense>
    </StrictMode>,
  );
});
