// Many photographs at once: files dropped or chosen go up in pieces, three at a time, each in a row of its own.
// A line that drops is waited for; a page that was closed goes on when the same files are chosen again.
"use strict";

(() => {
  const form = document.querySelector("[data-many]");
  if (!form) return;
  const said = JSON.parse(document.getElementById("many-script").textContent);
  const words = said.words;
  const list = document.querySelector("[data-rows]");
  const section = document.querySelector("[data-files]");
  const bar = document.querySelector("[data-bar]");
  const summary = document.querySelector("[data-summary]");
  const trouble = document.querySelector("[data-trouble]");
  const ATONCE = 3;
  const OVER = new Set(["kept", "unpacked", "twin", "left", "refused"]);
  const MIME = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": said.token };

  let batch = said.batch;
  let opening = null;
  let announcing = null;
  let polling = 0;
  let going = 0;
  const queue = [];
  const rows = new Map(); // by the id that the server gave, or by the file until then

  const byName = (one, other) => one.name.localeCompare(other.name, undefined, { numeric: true });
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const make = (name, text = "", className = "") => {
    const node = document.createElement(name);
    node.textContent = text;
    node.className = className;
    return node;
  };

  // Asks until the line is there. What the server answers, whatever it is, is an answer.
  async function ask(address, options = {}) {
    for (let wait = 1000; ; wait = Math.min(wait * 2, 30000)) {
      let sentence = words.offline;
      try {
        const answer = await fetch(address, options);
        if (answer.status === 507) sentence = words.full;
        if (answer.status < 500) {
          trouble.hidden = true;
          if (answer.redirected || answer.status === 403 || answer.status === 404) return complain(words.refused);
          return answer;
        }
      } catch {
        // Said below: the connection is down.
      }
      trouble.textContent = sentence;
      trouble.hidden = false;
      await pause(wait);
    }
  }

  function complain(sentence) {
    trouble.textContent = sentence;
    trouble.hidden = false;
    throw new Error(sentence);
  }

  // A row of the page

  function rowFor(key, name) {
    const node = make("li");
    const row = {
      node,
      picture: make("span", "", "desk-incoming-picture"),
      name: make("span", name, "desk-incoming-name"),
      state: make("span", words.queued, "desk-incoming-state"),
      why: make("span", "", "desk-incoming-why"),
      choice: make("span", "", "desk-incoming-choice"),
      progress: Object.assign(document.createElement("progress"), { max: 1, value: 0 }),
      known: { state: "queued", name },
      local: "",
    };
    row.progress.setAttribute("aria-label", name);
    node.append(row.picture, row.name, row.state, row.progress, row.why, row.choice);
    rows.set(key, row);
    list.append(node);
    section.hidden = false;
    return row;
  }

  function image(source, alt = "") {
    const picture = document.createElement("img");
    picture.src = source;
    picture.alt = alt;
    picture.loading = "lazy";
    picture.addEventListener("error", () => picture.remove(), { once: true });
    return picture;
  }

  function show(row, known) {
    const before = row.known;
    row.known = known;
    row.node.dataset.state = known.state;
    row.state.textContent = known.label;
    row.why.textContent = known.sentence || "";
    row.progress.hidden = known.state !== "arriving";
    if (OVER.has(known.state)) row.share = 1;
    const thumb = known.photo?.thumb || row.local;
    if (thumb && row.shown !== thumb) {
      row.picture.replaceChildren(image(thumb));
      row.shown = thumb;
    }
    if (known.photo) {
      const link = make("a", known.name);
      link.href = known.photo.page;
      row.name.replaceChildren(link);
    }
    if (known.state !== before.state || known.twin?.thumb !== before.twin?.thumb) showTwin(row, known);
  }

  // Both pictures side by side, and the choice.
  function showTwin(row, known) {
    row.choice.replaceChildren();
    if (!known.twin) return;
    const pair = make("span", "", "desk-twins");
    pair.append(
      twin(words.fresh, known.name, row.local || known.twin.thumb),
      twin(words.known, `${known.twin.title}, ${known.twin.production}`, known.twin.thumb, known.twin.page),
    );
    row.choice.append(pair);
    if (!known.decide) return;
    for (const choice of ["leave", "keep"]) {
      const button = make("button", words[choice]);
      button.type = "button";
      button.addEventListener("click", () => decide(row, choice));
      row.choice.append(button);
    }
  }

  function twin(heading, name, thumb, page = "") {
    const node = make("span", "", "desk-twin");
    if (thumb) node.append(image(thumb));
    const label = page ? Object.assign(make("a", name), { href: page }) : make("span", name);
    node.append(make("strong", heading), label);
    return node;
  }

  async function decide(row, choice) {
    const body = new URLSearchParams({ choice });
    const answer = await ask(row.known.decide, { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": said.token }, body });
    show(row, await answer.json());
    sum();
    poll();
  }

  function sum() {
    const all = [...rows.values()].filter((row) => row.known.state !== "unpacked");
    const done = all.filter((row) => OVER.has(row.known.state));
    const counts = Object.entries(words.sums)
      .map(([state, sentence]) => [all.filter((row) => row.known.state === state).length, sentence])
      .filter(([n]) => n)
      .map(([n, sentence]) => sentence.replace("{n}", n));
    const total = words.summary.replace("{done}", done.length).replace("{all}", all.length);
    summary.textContent = [total, ...counts].join(" · ");
    bar.hidden = !all.length;
    bar.max = all.length;
    // A file that is here whole is nine tenths done: it is still to be looked at.
    bar.value = all.reduce((total, row) => total + (OVER.has(row.known.state) ? 1 : 0.9 * (row.share || 0)), 0);
  }

  // Sending

  async function open() {
    const data = new FormData(form);
    data.delete("files");
    const answer = await ask(said.open, { method: "POST", headers: { Accept: "application/json" }, body: data });
    if (answer.status === 400) return form.submit(); // the page comes back with its mistakes
    batch = await answer.json();
    history.replaceState(null, "", batch.page);
    document.querySelector("[data-list]").href = batch.list;
    for (const field of form.querySelectorAll(".desk-many-facts input, .desk-many-facts select")) field.disabled = true;
  }

  function add(files) {
    const meant = files.filter((file) => file.size >= 0 && !file.name.startsWith("."));
    if (!meant.length) {
      trouble.textContent = words.nothing;
      trouble.hidden = false;
      return;
    }
    const fresh = meant.sort(byName).map((file) => [file, rowFor(file, file.name)]);
    for (const [file, row] of fresh) {
      if (/^image\/(jpeg|png|webp|avif)$/.test(file.type)) row.local = URL.createObjectURL(file);
    }
    sum();
    opening ??= batch ? Promise.resolve() : open();
    // Announced one after the other, in their order; then sent as the line allows.
    announcing = Promise.all([opening, announcing]).then(() => announceAll(fresh));
  }

  async function announceAll(fresh) {
    for (const [file, row] of fresh) {
      const body = JSON.stringify({ name: file.name, size: file.size, stamp: String(file.lastModified) });
      const known = await (await ask(batch.files, { method: "POST", headers: MIME, body })).json();
      adopt(file, row, known);
      queue.push([file, row, known]);
      if (going < ATONCE) work();
    }
  }

  async function work() {
    going += 1;
    try {
      while (queue.length) await send(...queue.shift());
    } finally {
      going -= 1;
    }
  }

  async function send(file, row, known) {
    let here = known.received;
    if (known.state === "arriving") {
      // Once at least: the last piece may have come in before the server was killed, and nobody was told.
      do {
        here = await sendPiece(file, row, known.address, here);
        row.share = here / file.size;
        row.progress.value = row.share;
        sum();
      } while (here < file.size);
    }
    poll();
  }

  async function sendPiece(file, row, address, here) {
    const answer = await ask(address, {
      method: "PUT",
      headers: { "Upload-Offset": here, "X-CSRFToken": said.token, "Content-Type": "application/octet-stream" },
      body: file.slice(here, here + said.piece),
    });
    // Out of step: an older piece may still be on the line. The server says where to go on.
    if (answer.status === 409) await pause(500);
    return (await answer.json()).received;
  }

  // A file that had stopped on its way has a row already.
  function adopt(file, row, known) {
    const earlier = rows.get(known.id);
    if (earlier && earlier !== row) earlier.node.remove();
    rows.delete(file);
    rows.set(known.id, row);
    show(row, known);
    sum();
  }

  // Looking how they fare, while anything is still to be settled

  function poll() {
    if (!polling && batch) polling = setTimeout(look, 1200);
  }

  async function look() {
    const { files } = await (await ask(batch.state, { headers: { Accept: "application/json" } })).json();
    for (const known of files) {
      const row = rows.get(known.id) || rowFor(known.id, known.name);
      if (known.state !== "arriving" || row.known.state !== "arriving") show(row, known);
    }
    sum();
    polling = 0;
    const unsettled = files.some((known) => !OVER.has(known.state) && known.state !== "arriving");
    const undeveloped = files.some((known) => known.photo && !known.photo.thumb && !known.photo.failed);
    if (unsettled || undeveloped || going) poll();
  }

  // What is dropped may be a folder of folders.

  async function filesOf(entry) {
    if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!some.length) return (await Promise.all(found.map(filesOf))).flat();
      found.push(...some);
    }
  }

  const drop = document.querySelector("[data-drop]");
  for (const name of ["dragenter", "dragover"]) {
    window.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("desk-drop-over");
    });
  }
  window.addEventListener("dragleave", (event) => event.relatedTarget || drop.classList.remove("desk-drop-over"));
  window.addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("desk-drop-over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    add(entries.length ? (await Promise.all(entries.map(filesOf))).flat() : [...event.dataTransfer.files]);
  });
  for (const field of form.querySelectorAll("input[type=file]")) {
    field.addEventListener("change", () => {
      add([...field.files]);
      field.value = "";
    });
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector("[data-folder]").hidden = !("webkitdirectory" in document.createElement("input"));
  document.querySelector("[data-drop-word]").hidden = matchMedia("(pointer: coarse)").matches;
  addEventListener("beforeunload", (event) => {
    if (going) event.preventDefault();
  });

  const earlier = JSON.parse(document.getElementById("many-rows").textContent);
  list.replaceChildren();
  for (const known of earlier) {
    const row = rowFor(known.id, known.name);
    show(row, known);
    if (known.state === "arriving") row.why.textContent = words.again;
  }
  if (earlier.length) {
    sum();
    poll();
  }
})();
