// Asks every fifteen seconds whether the screening goes on, and takes the film away kindly when it does not.
// Full screen is the stage's, not the film's: the viewer's name stays on the picture. Without this script the
// films play all the same, and the door refuses what may not be handed over.
(() => {
  const reel = document.querySelector("[data-alive]");
  if (!reel) return;
  const films = [...reel.querySelectorAll("video")];
  const farewell = document.querySelector("[data-ended]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;

  const end = () => {
    clearInterval(timer);
    if (document.fullscreenElement) document.exitFullscreen();
    for (const film of films) {
      film.pause();
      film.querySelectorAll("source, track").forEach((part) => part.remove());
      film.removeAttribute("src");
      film.load();
      film.closest("[data-stage]").hidden = true;
    }
    farewell.hidden = false;
    farewell.scrollIntoView({ block: "center" });
  };

  const ask = async () => {
    try {
      const answer = await fetch(reel.dataset.alive, { method: "POST", headers: { "X-CSRFToken": token } });
      if (answer.status === 410) end();
    } catch {
      // The line is down: the next beat asks again, and the door decides meanwhile.
    }
  };
  const timer = setInterval(ask, 15000);

  for (const film of films) {
    const stage = film.closest("[data-stage]");
    const button = stage.querySelector("[data-fullscreen]");
    film.addEventListener("error", ask, true);
    film.addEventListener("stalled", ask);
    if (!stage.requestFullscreen) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else stage.requestFullscreen();
    });
  }
})();
