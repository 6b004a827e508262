"use strict";
// The language: Chinese first, and whichever was chosen last where the browser remembers it.
(() => {
  const root = document.documentElement;
  const buttons = [...document.querySelectorAll("[data-to]")];
  const choose = (lang) => {
    root.dataset.lang = lang;
    root.lang = lang === "en" ? "en" : "zh-CN";
    for (const one of buttons) one.setAttribute("aria-pressed", String(one.dataset.to === lang));
    for (const one of document.querySelectorAll("[data-en]")) {
      one.textContent = lang === "en" ? one.dataset.en : one.dataset.zh;
    }
    document.dispatchEvent(new Event("language"));
  };
  const memory = (use) => { try { return use(localStorage); } catch { return null; } };
  for (const one of buttons) {
    one.addEventListener("click", () => {
      choose(one.dataset.to);
      memory((store) => store.setItem("hebiao-lang", one.dataset.to));
    });
  }
  if (memory((store) => store.getItem("hebiao-lang")) === "en") choose("en");
})();
