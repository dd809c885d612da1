// Light or dark: as the system says, until the switch says otherwise; remembered where the browser lets us.
"use strict";
(() => {
  const root = document.documentElement;
  const stored = (() => { try { return localStorage.getItem("report-theme"); } catch { return null; } })();
  const system = matchMedia("(prefers-color-scheme: dark)");
  root.classList.add("scripted");
  if (stored === "dark" || stored === "light") root.dataset.theme = stored;
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const tell = () => button.setAttribute("aria-pressed", String(dark()));
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      try { localStorage.setItem("report-theme", root.dataset.theme); } catch { /* this page only */ }
      tell();
    });
    system.addEventListener("change", tell);
    tell();
  });
})();
