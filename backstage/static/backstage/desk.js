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

// What the theme leaves without a name or a role, for those who hear the page.
function nameTheParts() {
  document.getElementById("main")?.setAttribute("role", "main");
  const heading = document.querySelector("#main h1");
  if (heading) {
    heading.id ||= "desk-heading";
    document.getElementById("tabs-items")?.setAttribute("aria-labelledby", heading.id);
  }
  document.getElementById("nav-sidebar-inner")?.setAttribute("aria-label", document.title.split("|").pop().trim());
  for (const hint of document.querySelectorAll(".help-tooltip[aria-label]")) {
    hint.setAttribute("role", "img");
  }
  for (const scroller of document.querySelectorAll(".simplebar-content-wrapper")) {
    scroller.removeAttribute("role"); // “scrollable content”, many times over, is no landmark
    scroller.removeAttribute("aria-label");
  }
  for (const header of document.querySelectorAll("#main thead th")) {
    if (!header.textContent.trim() && !header.querySelector("input, img, [aria-label]")) {
      header.outerHTML = header.outerHTML.replace(/^<th/, "<td").replace(/th>$/, "td>");
    }
  }
}

// An autocomplete bears its field's name and its choice; by itself it bears the choice alone, or nothing.
function nameTheAutocompletes() {
  for (const box of document.querySelectorAll(".select2-selection[role=combobox]")) {
    const select = box.closest(".select2-container").previousElementSibling;
    const shown = box.querySelector(".select2-selection__rendered");
    const name = select?.labels?.[0]?.textContent.trim() || select?.closest("td[data-label]")?.dataset.label;
    if (!name || !shown) {
      continue;
    }
    box.id ||= `${shown.id}-box`;
    box.setAttribute("aria-label", name);
    box.setAttribute("aria-labelledby", `${box.id} ${shown.id}`);
    shown.removeAttribute("role");
    shown.removeAttribute("aria-readonly");
  }
}

// Django warns at each date and time, in red, of whoever sits in another time zone. One plain sentence is enough,
// where there is an hour; a day is a day everywhere.
function sayWhoseHoursTheyAre() {
  for (const warning of document.querySelectorAll(".datetime .timezonewarning")) {
    const pair = warning.closest(".datetime");
    if (!pair.nextElementSibling?.matches(".desk-hours")) {
      const sentence = document.createElement("div");
      sentence.className = "desk-hours";
      sentence.textContent = gettext("These are hours of Rome.");
      pair.after(sentence);
    }
  }
}

// A list that is dragged into order is put into it by keyboard as well, with the arrows on a row's handle, and by number.
function moveRowsByKeyboard() {
  const list = document.querySelector("#result_list[data-ordering-field]");
  const handles = list ? [...list.querySelectorAll("div.cursor-move")] : [];
  for (const handle of handles) {
    const row = handle.closest("tbody");
    handle.classList.add("desk-handle");
    handle.tabIndex = 0;
    handle.setAttribute("role", "button");
    handle.setAttribute("aria-label", interpolate(gettext("Move with the arrow keys up and down: %s"), [nameOf(row)]));
    handle.querySelector("span")?.setAttribute("aria-hidden", "true");
    handle.after(placeOf(row, list));
    handle.addEventListener("keydown", event => {
      const beside = { ArrowUp: row.previousElementSibling, ArrowDown: row.nextElementSibling }[event.key];
      if (beside === undefined) {
        return;
      }
      event.preventDefault();
      if (beside?.matches("tbody")) {
        moveRow(row, beside, list, event.key === "ArrowUp");
        handle.focus();
      }
    });
  }
  list?.addEventListener("end", () => numberRows(list));
  if (handles.length) {
    numberRows(list);
  }
}

function rowsOf(list) {
  return [...list.querySelectorAll(":scope > tbody")].filter(row => row.querySelector(".desk-place"));
}

function placeOf(row, list) {
  const place = document.createElement("input");
  Object.assign(place, { type: "number", className: "desk-place", min: 1, inputMode: "numeric" });
  place.setAttribute("aria-label", interpolate(gettext("Place on this page: %s"), [nameOf(row)]));
  place.addEventListener("keydown", event => {
    if (event.key === "Enter") {
      event.preventDefault(); // it moves the row; the list is saved by its button
      place.blur();
    }
  });
  place.addEventListener("change", () => {
    const rows = rowsOf(list);
    const here = rows.indexOf(row);
    const there = Math.min(Math.max(Math.round(place.valueAsNumber) || here + 1, 1), rows.length) - 1;
    if (there === here) {
      numberRows(list);
    } else {
      moveRow(row, rows[there], list, there < here);
      row.scrollIntoView({ block: "nearest" });
    }
  });
  return place;
}

function moveRow(row, beside, list, before) {
  beside[before ? "before" : "after"](row);
  sortRecords({ from: list }); // the theme's own, which numbers the rows for the server
  numberRows(list);
}

function numberRows(list) {
  const rows = rowsOf(list);
  for (const [index, row] of rows.entries()) {
    const place = row.querySelector(".desk-place");
    place.value = index + 1;
    place.max = rows.length;
  }
}

function nameOf(row) {
  return row.querySelector("th a, td a")?.textContent.trim() || row.querySelector("img[alt]")?.alt || "";
}

function mendTheRows() {
  nameTheAutocompletes();
  sayWhoseHoursTheyAre();
}

window.addEventListener("load", () => {
  // After the others' own handlers, which make autocompletes and lists.
  setTimeout(nameTheParts);
  setTimeout(moveRowsByKeyboard);
  setTimeout(mendTheRows);
});
document.addEventListener("formset:added", () => setTimeout(mendTheRows));
