// The frame of a film's poster, chosen among its stills. Without this the moment is typed.
"use strict";

(() => {
  const sheet = document.querySelector("[data-stills]");
  const field = document.getElementById("id_poster_at_seconds");
  if (!sheet || !field) return;
  const [every, number, across] = ["every", "number", "across"].map((name) => Number(sheet.dataset[name]));
  const rows = Math.ceil(number / across);

  const moment = (still) => every * still;
  const two = (value) => String(value).padStart(2, "0");

  function written(seconds) {
    const all = Math.round(seconds * 100);
    const [hours, minutes, whole] = [Math.floor(all / 360000), Math.floor(all / 6000) % 60, Math.floor(all / 100) % 60];
    const part = all % 100 ? `.${two(all % 100)}` : "";
    return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(whole)}${part}`;
  }

  function read(text) {
    const parts = text.trim().replace(",", ".").split(":").map(Number);
    return text.trim() && parts.every(Number.isFinite) ? parts.reduce((sum, part) => sum * 60 + part, 0) : null;
  }

  // The one that is nearest to what is typed, as long as it is near at all.
  function show() {
    const typed = read(field.value);
    const nearest = typed === null ? -1 : Math.min(Math.round(typed / every), number - 1);
    [...sheet.children].forEach((still, at) => {
      still.setAttribute("aria-pressed", String(at === nearest));
      still.tabIndex = at === Math.max(nearest, 0) ? 0 : -1;
    });
  }

  // One stop for the tabulator; the arrows go from still to still, as they stand.
  function move(event) {
    const stills = [...sheet.children];
    const line = stills.filter((each) => each.offsetTop === stills[0].offsetTop).length;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -line, ArrowDown: line, Home: -number, End: number }[event.key];
    const at = stills.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = stills[Math.min(Math.max(at + step, 0), number - 1)];
    stills[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  function choose(still) {
    field.value = written(moment(still));
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  function lay(image) {
    const ratio = image.naturalWidth / across / (image.naturalHeight / rows);
    for (let still = 0; still < number; still += 1) {
      const button = document.createElement("button");
      button.type = "button";
      button.title = written(moment(still));
      button.setAttribute("aria-label", sheet.dataset.said.replace("{moment}", button.title));
      const place = (at, of) => `${of > 1 ? (100 * at) / (of - 1) : 0}%`;
      Object.assign(button.style, {
        aspectRatio: ratio,
        backgroundImage: `url("${image.src}")`,
        backgroundSize: `${100 * across}% ${100 * rows}%`,
        backgroundPosition: `${place(still % across, across)} ${place(Math.floor(still / across), rows)}`,
      });
      button.addEventListener("click", () => choose(still));
      sheet.append(button);
    }
    sheet.hidden = false;
    show();
  }

  field.addEventListener("input", show);
  sheet.addEventListener("keydown", move);
  const image = new Image();
  image.addEventListener("load", () => lay(image));
  image.src = sheet.dataset.stills;
})();
