/* On a phone the menu is a strip: it opens where the reader is. Without this it opens at its beginning. */
(() => {
  "use strict";
  const here = document.querySelector(".rooms [aria-current]");
  const strip = here?.closest(".rooms");
  if (strip && strip.scrollWidth > strip.clientWidth) {
    const [entry, frame] = [here.getBoundingClientRect(), strip.getBoundingClientRect()];
    strip.scrollLeft += entry.left + entry.width / 2 - (frame.left + frame.width / 2);
  }
})();
