// Beside a film's own controls: it goes on where this browser left it, chapters and words lead to their moments,
// and a few keys. And a film that plays elsewhere is loaded from there once the visitor asks. Without this a film
// plays all the same, a chapter opens the file at its moment, and a link leads to where it plays.
"use strict";

(() => {
  const two = (value) => String(value).padStart(2, "0");

  function written(seconds) {
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
    return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(rest)}`;
  }

  // Where a film was left is known to this browser alone; one that keeps nothing begins at the beginning.
  // Of a screening it forgets when the window is closed.
  const shelf = (keeps) => ({
    get(name) {
      try {
        return Number(window[keeps].getItem(name)) || 0;
      } catch {
        return 0;
      }
    },
    set(name, seconds) {
      try {
        if (seconds) window[keeps].setItem(name, seconds.toFixed(1));
        else window[keeps].removeItem(name);
      } catch {
        // Private windows may refuse: then it is not kept.
      }
    },
  });

  // Told before anything of it is here, a browser shows a film as if it were loading, and it is not.
  function beginAt(film, seconds) {
    const begin = () => (film.currentTime = seconds);
    film.addEventListener("loadedmetadata", begin, { once: true });
    return () => film.removeEventListener("loadedmetadata", begin);
  }

  function goOn(room, film) {
    const name = `backstage:film:${room.dataset.player}`;
    const note = room.querySelector("[data-going-on]");
    const kept = shelf("fleeting" in room.dataset ? "sessionStorage" : "localStorage");
    const left = kept.get(name);
    let last = left;
    const keep = () => {
      if (!film.readyState) return;
      last = film.currentTime;
      // What has hardly begun, or is all but over, begins anew.
      const isOver = film.ended || (film.duration && last > film.duration - Math.min(10, film.duration / 20));
      kept.set(name, isOver || last < 5 ? 0 : last);
    };
    film.addEventListener("timeupdate", () => Math.abs(film.currentTime - last) >= 5 && keep());
    for (const sign of ["pause", "ended"]) film.addEventListener(sign, keep);
    addEventListener("pagehide", keep);
    if (!left || location.hash.startsWith("#t=")) return;
    const forget = beginAt(film, left);
    note.querySelector("[data-going-on-said]").textContent = note.dataset.goingOn.replace("{moment}", written(left));
    note.hidden = false;
    note.querySelector("[data-from-the-start]").addEventListener("click", () => {
      kept.set(name, 0);
      forget();
      if (film.readyState) film.currentTime = 0;
      note.hidden = true;
      film.focus();
    });
    film.addEventListener("timeupdate", () => (note.hidden ||= Math.abs(film.currentTime - left) > 2));
  }

  function seek(film, seconds) {
    if (film.readyState) film.currentTime = seconds;
    else beginAt(film, seconds);
    film.scrollIntoView({ block: "nearest" });
    film.focus({ preventScroll: true });
    film.play().catch(() => {}); // a browser that plays nothing unasked waits for the button
  }

  function link(room, film) {
    const links = [...room.querySelectorAll("[data-seek]")];
    for (const each of links) {
      each.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        seek(film, Number(each.dataset.seek));
      });
    }
    const chapters = links.filter((each) => each.closest(".chapters"));
    film.addEventListener("timeupdate", () => {
      const now = chapters.findLast((each) => Number(each.dataset.seek) <= film.currentTime + 0.2);
      for (const each of chapters) {
        if (each === now) each.setAttribute("aria-current", "true");
        else each.removeAttribute("aria-current");
      }
    });
    return chapters.map((each) => Number(each.dataset.seek));
  }

  function captions(film) {
    const tracks = [...film.textTracks].filter((track) => track.kind === "captions");
    const shown = tracks.find((track) => track.mode === "showing");
    const own = tracks.find((track) => track.language === document.documentElement.lang) ?? tracks[0];
    if (shown) shown.mode = "disabled";
    else if (own) own.mode = "showing";
  }

  function fullScreen(room, film) {
    const button = room.querySelector("[data-fullscreen]");
    if (button) return button.click();
    if (document.fullscreenElement) return document.exitFullscreen();
    (film.requestFullscreen ?? film.webkitEnterFullscreen)?.call(film);
  }

  function keys(room, film, chapters) {
    const step = (seconds) => (film.currentTime = Math.max(film.currentTime + seconds, 0));
    const next = () => chapters.find((start) => start > film.currentTime + 0.5);
    const previous = () => chapters.findLast((start) => start < film.currentTime - 2) ?? 0;
    const does = {
      k: () => (film.paused ? film.play().catch(() => {}) : film.pause()),
      j: () => step(-10),
      l: () => step(10),
      n: () => next() !== undefined && (film.currentTime = next()),
      p: () => (film.currentTime = previous()),
      c: () => captions(film),
      m: () => (film.muted = !film.muted),
      f: () => fullScreen(room, film),
    };
    film.tabIndex = 0;
    film.addEventListener("keydown", (event) => {
      const act = does[event.key.toLowerCase()];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    });
    for (const part of room.querySelectorAll("[data-script-only]")) part.hidden = false;
  }

  for (const room of document.querySelectorAll("[data-player]")) {
    const film = room.querySelector("video");
    if (!film) continue;
    const chapters = link(room, film);
    keys(room, film, chapters);
    goOn(room, film);
    const asked = Number(location.hash.match(/^#t=(\d+(?:\.\d+)?)$/)?.[1]);
    if (asked) beginAt(film, asked);
  }

  const frame = document.querySelector("[data-elsewhere]");
  const button = document.querySelector("[data-load-elsewhere]");
  if (frame && button) {
    const word = document.querySelector("[data-load-elsewhere-word]");
    button.hidden = word.hidden = false;
    frame.addEventListener("click", () => button.hidden || button.click());
    button.addEventListener("click", () => {
      const player = document.createElement("iframe");
      player.title = frame.dataset.title;
      player.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
      player.referrerPolicy = "strict-origin-when-cross-origin"; // they refuse to play for nobody
      player.src = frame.dataset.elsewhere;
      frame.replaceChildren(player);
      button.hidden = word.hidden = true;
      player.focus();
    });
  }
})();
