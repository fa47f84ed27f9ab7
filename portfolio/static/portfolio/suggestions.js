// Suggestions beside alternative texts, and the keys of their queue. Without this the lines are plain lines.
"use strict";

// Into an empty line at once; over other words only at the second time, after the button has asked.
function use(box) {
  const line = box.querySelector("input[type=text]");
  const button = box.querySelector("[data-use]");
  if (!button) {
    return;
  }
  const suggestion = box.querySelector("[data-suggestion]").textContent;
  const said = line.value.trim();
  if (said && said !== suggestion && !button.dataset.asked) {
    button.dataset.asked = button.textContent;
    button.textContent = button.dataset.sure;
    button.setAttribute("aria-live", "polite");
    return;
  }
  line.value = suggestion;
  line.dispatchEvent(new Event("input", { bubbles: true }));
  line.dispatchEvent(new Event("change", { bubbles: true }));
  askNoMore(button);
  line.focus();
}

function askNoMore(button) {
  if (button?.dataset.asked) {
    button.textContent = button.dataset.asked;
    delete button.dataset.asked;
  }
}

for (const box of document.querySelectorAll("[data-suggesting]")) {
  const button = box.querySelector("[data-use]");
  for (const part of box.querySelectorAll("button[hidden], kbd[hidden]")) {
    part.hidden = false;
  }
  button?.addEventListener("click", () => use(box));
  box.addEventListener("focusout", event => box.contains(event.relatedTarget) || askNoMore(button));
}

document.addEventListener("keydown", event => {
  const key = /^Digit(\d)$/.exec(event.code)?.[1];
  const box = key && event.altKey && !event.ctrlKey && document.querySelector(`[data-suggesting][data-key="${key}"]`);
  if (box) {
    event.preventDefault();
    use(box);
  }
});

const queue = document.querySelector("[data-describe]");
if (queue) {
  for (const keys of queue.querySelectorAll(".desk-keys")) {
    keys.hidden = false;
  }
  queue.addEventListener("keydown", event => {
    if (event.key === "Enter" && event.shiftKey && event.target.matches("input[type=text]")) {
      event.preventDefault();
      queue.querySelector("[data-skip]").click();
    }
  });
}

// The theme hides the page until Alpine has begun, and a browser that looked for the line before gave it no focus.
// Alpine begins before or after this script, so the page itself is asked whether it shows.
function focusFirst() {
  if (document.activeElement === document.body) {
    document.querySelector("[data-describe] [autofocus]")?.focus();
  }
}

const page = document.documentElement;
if (page.hasAttribute("x-cloak")) {
  new MutationObserver((_changes, observer) => {
    if (!page.hasAttribute("x-cloak")) {
      observer.disconnect();
      focusFirst();
    }
  }).observe(page, { attributeFilter: ["x-cloak"] });
} else {
  focusFirst();
}
