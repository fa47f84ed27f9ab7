// The focal point of a photograph, set on the picture. Without this its two numbers are typed.
"use strict";

for (const field of document.querySelectorAll("[data-focus]")) {
  const inputs = [document.getElementById("id_focus_x"), document.getElementById("id_focus_y")];
  if (inputs.every(Boolean)) {
    setUp(field, inputs);
  }
}

function setUp(field, inputs) {
  const stage = field.querySelector(".desk-focus-stage");
  const handle = field.querySelector(".desk-focus-handle");
  const crops = field.querySelectorAll(".desk-focus-crops img");

  const place = () => inputs.map(input => Math.round(Number(input.value.replace(",", ".")) * 100));

  function show() {
    const [x, y] = place();
    handle.style.left = `${x}%`;
    handle.style.top = `${y}%`;
    handle.setAttribute("aria-valuenow", x);
    handle.setAttribute("aria-valuetext", field.dataset.said.replace("{x}", x).replace("{y}", y));
    for (const crop of crops) {
      crop.style.objectPosition = `${x}% ${y}%`;
    }
  }

  function move(...percents) {
    percents.forEach((percent, number) => {
      inputs[number].value = Math.min(100, Math.max(0, Math.round(percent))) / 100;
      inputs[number].dispatchEvent(new Event("input", { bubbles: true }));
      inputs[number].dispatchEvent(new Event("change", { bubbles: true }));
    });
    show();
  }

  function follow(event) {
    const box = stage.getBoundingClientRect();
    move(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  }

  stage.addEventListener("pointerdown", event => {
    if (event.button === 0) {
      event.preventDefault();
      stage.setPointerCapture(event.pointerId);
      handle.focus({ preventScroll: true });
      follow(event);
    }
  });
  stage.addEventListener("pointermove", event => stage.hasPointerCapture(event.pointerId) && follow(event));

  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  handle.addEventListener("keydown", event => {
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      const far = event.shiftKey ? 5 : 1;
      move(...place().map((percent, number) => percent + step[number] * far));
    }
  });
  for (const input of inputs) {
    input.addEventListener("input", show);
  }

  for (const hidden of field.querySelectorAll("[hidden]")) {
    hidden.hidden = false;
  }
  // The numbers stay where one of them was refused.
  const row = inputs[0].closest(".form-row");
  if (row?.contains(inputs[1]) && !row.querySelector(".errors, .errorlist, .text-red-600.text-xs")) {
    row.hidden = true;
  }
  show();
}
