// How far films are that are being made, asked every few seconds until all are over. Without this the page
// says how it was when it was loaded.
"use strict";

(() => {
  const EVERY = 3000;
  const shown = new Map([...document.querySelectorAll("[data-making]")].map((box) => [box.dataset.making, box]));

  // Said by a reader only where it has changed: percent and time stand outside of what is announced.
  function show(box, said) {
    const step = box.querySelector("[data-step]");
    const bar = box.querySelector("progress");
    const known = said.percent !== null;
    if (step.textContent !== said.step) step.textContent = said.step;
    bar.hidden = !known;
    if (known) bar.value = said.percent;
    const numbers = known ? [`${said.percent} %`, said.left] : [said.left];
    box.querySelector("[data-numbers]").textContent = numbers.filter(Boolean).join(" · ");
    const decision = box.querySelector("[data-decision]");
    decision.hidden = !said.address;
    decision.textContent = said.decision ?? "";
    if (said.address) decision.href = said.address;
  }

  async function ask() {
    const query = new URLSearchParams([...shown.keys()].map((pk) => ["film", pk]));
    const [{ dataset }] = shown.values();
    const answer = await fetch(`${dataset.state}?${query}`, { headers: { Accept: "application/json" } });
    if (answer.redirected || answer.status === 403) return shown.clear(); // signed out: the page stays as it is
    const told = answer.ok ? await answer.json() : {};
    for (const [pk, said] of Object.entries(told)) {
      show(shown.get(pk), said);
      if (said.is_over) shown.delete(pk);
    }
    if (answer.ok) for (const pk of [...shown.keys()]) if (!(pk in told)) shown.delete(pk); // it was deleted
  }

  async function watch() {
    try {
      if (!document.hidden) await ask();
    } catch {
      // The line is down: asked again.
    }
    if (shown.size) setTimeout(watch, EVERY);
  }

  if (shown.size) setTimeout(watch, EVERY);
})();
