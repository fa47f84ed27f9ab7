/* Light or dark as the reader chose here; without a choice their system decides. Nothing is sent anywhere. */
(() => {
  "use strict";
  const SCHEMES = ["light", "dark"];
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const recall = () => {
    try {
      return window.localStorage.getItem("scheme");
    } catch {
      return null; // storage is closed to us: the choice lasts for this page
    }
  };
  const keep = (scheme) => {
    try {
      window.localStorage.setItem("scheme", scheme);
    } catch {
      // as above
    }
  };
  const isDark = () => (root.dataset.scheme || (system.matches ? "dark" : "light")) === "dark";

  const saved = recall();
  if (SCHEMES.includes(saved)) {
    root.dataset.scheme = saved;
  }
  // Before the first paint: the styles keep the button's place where this script can serve it.
  root.dataset.scripts = "";

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-scheme-switch]");
    if (!button) {
      return;
    }
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      root.dataset.scheme = isDark() ? "light" : "dark";
      keep(root.dataset.scheme);
      show();
    });
    system.addEventListener("change", show);
    show();
  });
})();
