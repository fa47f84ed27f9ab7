// Asks every fifteen seconds whether the screening goes on, and takes the film away kindly when it does not.
// Full screen is the stage's, not the film's: the viewer's name stays on the picture. Without this script the
// films play all the same, and the door refuses what may not be handed over.
(() => {
  const reel = document.querySelector("[data-alive]");
  if (!reel) return;
  const films = [...reel.querySelectorAll("video")];
  const farewell = document.querySelector("[data-ended]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;

  // The film goes, the place where it was stays.
  const take = (film) => {
    film.pause();
    film.querySelectorAll("source, track").forEach((part) => part.remove());
    film.removeAttribute("src");
    film.load();
  };

  const end = () => {
    clearInterval(timer);
    if (document.fullscreenElement) document.exitFullscreen();
    films.forEach(take);
    reel.hidden = true;
    farewell.hidden = false;
    farewell.focus();
  };

  // Of several films one may have been taken back.
  const part = (may) => {
    for (const room of reel.querySelectorAll("[data-film]")) {
      if (may.includes(room.dataset.film)) continue;
      const word = room.querySelector("[data-taken]");
      if (!word.hidden) continue;
      if (room.contains(document.fullscreenElement)) document.exitFullscreen();
      room.querySelectorAll("video").forEach(take);
      // Its title stays, so that the word is about something.
      for (const each of room.children) each.hidden = each !== word && each.tagName !== "H2";
      word.focus();
    }
  };

  const ask = async () => {
    if (!reel.dataset.alive) return; // somebody at the desk who looks at it beforehand
    try {
      const answer = await fetch(reel.dataset.alive, { method: "POST", headers: { "X-CSRFToken": token } });
      if (answer.status === 410) end();
      else if (answer.ok) part((await answer.json()).films);
    } catch {
      // The line is down: the next beat asks again, and the door decides meanwhile.
    }
  };
  const timer = setInterval(ask, 15000);
  // A sleeping phone keeps no time: ask as soon as it wakes.
  document.addEventListener("visibilitychange", () => document.hidden || ask());

  for (const film of films) {
    const stage = film.closest("[data-stage]");
    const button = stage.querySelector("[data-fullscreen]");
    film.addEventListener("error", ask, true);
    film.addEventListener("stalled", ask);
    // The frame is cut to the picture, or the viewer's name would lie beside it where the window has another shape.
    stage.style.setProperty("--ratio", film.width / film.height);
    if (!stage.requestFullscreen) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else stage.requestFullscreen();
    });
    let rest;
    const stir = () => {
      stage.classList.remove("at-rest");
      clearTimeout(rest);
      rest = setTimeout(() => stage.classList.add("at-rest"), 3000);
    };
    for (const sign of ["pointermove", "pointerdown", "keydown", "fullscreenchange"]) stage.addEventListener(sign, stir);
  }
})();
