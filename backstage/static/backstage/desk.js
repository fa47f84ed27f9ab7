// What the theme's scripts lack. Loaded on each page of the desk, before Alpine starts.
"use strict";

// A form that came back with mistakes opens where the first of them is, whatever tab the address names.
function openTheMistake() {
  const mistake = document.querySelector("#content-main .errors, #content-main ul.errorlist, #content-main .text-red-600.text-xs");
  if (!mistake) {
    return;
  }
  const group = mistake.closest("[data-inline-type]");
  const name = group ? group.id.replace(/-group$/, "") : "general";
  const tab = document.querySelector(`#tabs-items a[href="#${CSS.escape(name)}"], #tabs-items a[href="#${name}"]`);
  (tab || document.querySelector('#tabs-items a[href="#general"]'))?.click();
}

document.addEventListener("alpine:initialized", openTheMistake);
