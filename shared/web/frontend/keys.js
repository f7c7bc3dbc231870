// Reading aloud for elders, j and k along a list for staff, and menus that close when one looks elsewhere.
const lang = document.documentElement.lang;

for (const button of document.querySelectorAll("[data-speak]")) {
  if (!globalThis.speechSynthesis) continue;
  button.hidden = !document.documentElement.classList.contains("elder");
  button.addEventListener("click", () => {
    const words = new SpeechSynthesisUtterance(document.getElementById(button.dataset.speak)?.innerText ?? "");
    Object.assign(words, { lang, rate: 0.85 });
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
  });
}

addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key];
  const list = document.querySelector("[data-keys]");
  if (!step || !list || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const stops = [...list.querySelectorAll("[data-item] a[href], [data-item] button")].filter((each, index, all) =>
    all.findIndex((other) => other.closest("[data-item]") === each.closest("[data-item]")) === index);
  const here = stops.findIndex((each) => each.closest("[data-item]").contains(document.activeElement));
  stops[Math.min(Math.max(here + step, 0), stops.length - 1)]?.focus();
});

addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
});
