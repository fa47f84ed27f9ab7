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
  const LINE = new Set([words.offline, words.full]); // what is said until the line is there again
  const OVER = new Set(["kept", "unpacked", "twin", "left", "refused"]);
  const MIME = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": said.token };

  let batch = said.batch;
  let opening = null;
  let announcing = null;
  let polling = 0;
  let again = false;
  let since = ""; // the server's moment of its last answer about the files
  let decisions = 0;
  let going = 0;
  const queue = [];
  const rows = new Map(); // by the id that the server gave, or by the file until then

  const { Refusal } = Pieces;
  const { ask, send } = Pieces.line({ ...said, token: () => said.token }, {
    down: tell,
    up: () => LINE.has(trouble.textContent) && tell(""),
  });
  const make = (name, text = "", className = "") => {
    const node = document.createElement(name);
    node.textContent = text;
    node.className = className;
    return node;
  };

  function tell(sentence) {
    trouble.textContent = sentence;
    trouble.hidden = !sentence;
  }

  // A row of the page

  function rowFor(key, name) {
    const node = make("li");
    const row = {
      key,
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
    node.tabIndex = -1; // the focus falls back to it
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

  // It goes no further until it is chosen again; the others do.
  function stop(row, problem) {
    const sentence = problem instanceof Refusal ? problem.message : words.odd;
    show(row, { ...row.known, state: "stopped", label: words.stopped, sentence });
    sum();
  }

  // Both pictures side by side, and the choice. Buttons that are there stay: one may have the focus.
  function showTwin(row, known) {
    const pair = make("span", "", "desk-twins");
    if (known.twin) {
      pair.append(
        twin(words.fresh, known.name, row.local || known.twin.thumb),
        twin(words.known, `${known.twin.title}, ${known.twin.production}`, known.twin.thumb, known.twin.page),
      );
    }
    const buttons = row.choice.querySelectorAll("button");
    if (known.decide && buttons.length) return row.choice.firstChild.replaceWith(pair);
    row.choice.replaceChildren(...(known.twin ? [pair] : []));
    if (known.decide) row.choice.append(...["leave", "keep"].map((choice) => decider(row, choice, known.name)));
  }

  function decider(row, choice, name) {
    const button = make("button", words[choice]);
    button.type = "button";
    button.setAttribute("aria-label", `${words[choice]}: ${name}`);
    button.addEventListener("click", () => decide(row, choice));
    return button;
  }

  function twin(heading, name, thumb, page = "") {
    const node = make("span", "", "desk-twin");
    if (thumb) node.append(image(thumb));
    const label = page ? Object.assign(make("a", name), { href: page }) : make("span", name);
    node.append(make("strong", heading), label);
    return node;
  }

  async function decide(row, choice) {
    const buttons = [...row.choice.querySelectorAll("button")];
    for (const button of buttons) button.disabled = true;
    const body = new URLSearchParams({ choice });
    const headers = { Accept: "application/json", "X-CSRFToken": said.token };
    try {
      const { told } = await ask(row.known.decide, { method: "POST", headers, body });
      decisions += 1;
      show(row, told);
    } catch (problem) {
      row.why.textContent = problem.message;
      for (const button of buttons) button.disabled = false;
    }
    moveOn(row);
    sum();
    poll();
  }

  // The focus was on a button that is gone: it goes to the next choice, else to the row. Elsewhere it stays.
  function moveOn(row) {
    const at = document.activeElement;
    if (at && at !== document.body && !row.node.contains(at)) return;
    const choices = [...list.querySelectorAll("button:enabled")];
    const next = choices.find((button) => row.node.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING);
    (next || choices[0] || row.node).focus();
  }

  function sum() {
    const all = [...rows.values()].filter((row) => row.known.state !== "unpacked");
    const done = all.filter((row) => OVER.has(row.known.state) && row.known.state !== "twin");
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
    const { status, told } = await ask(said.open, { method: "POST", headers: { Accept: "application/json" }, body: data }, [400]);
    if (status === 400) {
      form.submit(); // the page comes back with its mistakes
      await new Promise(() => {});
    }
    batch = told;
    history.replaceState(null, "", batch.page);
    document.querySelector("[data-list]").href = batch.list;
    for (const field of form.querySelectorAll(".desk-many-facts input, .desk-many-facts select")) field.disabled = true;
  }

  // `found`: paths with their files; without one where it could not be read.
  function add(found) {
    const meant = found.filter(({ path }) => !isHidden(path)).sort(byPath);
    tell(meant.length ? "" : words.nothing);
    const fresh = meant.map((each) => ({ ...each, row: rowFor({}, each.path.split("/").at(-1)) }));
    for (const { file, row } of fresh) {
      if (!file) stop(row, new Refusal(words.unreadable));
      else if (/^image\/(jpeg|png|webp|avif)$/.test(file.type)) row.local = URL.createObjectURL(file);
    }
    sum();
    // Announced one after the other, in their order; then sent as the line allows.
    announcing = announceAll(fresh.filter(({ file }) => file), announcing);
  }

  async function announceAll(fresh, before) {
    await before;
    for (const { file, path, row } of fresh) {
      try {
        await ready();
        const known = await announce(file, path);
        adopt(row, known);
        queue.push([file, row, known]);
        if (going < ATONCE) work();
      } catch (problem) {
        stop(row, problem);
      }
    }
  }

  // The batch is opened by the first file, once; again where that failed.
  async function ready() {
    if (batch) return;
    opening ??= open();
    try {
      await opening;
    } finally {
      opening = null;
    }
  }

  async function announce(file, path) {
    const body = JSON.stringify({ name: file.name, size: file.size, stamp: stamp(file, path) });
    return (await ask(batch.files, { method: "POST", headers: MIME, body })).told;
  }

  // What tells a file from another of its name and size: when it was changed, and the folder that it lies in.
  function stamp(file, path) {
    const folder = path.split("/").slice(0, -1).join("/");
    return folder ? `${file.lastModified}-${digest(folder)}` : String(file.lastModified);
  }

  // Short and always the same; the browser's own digests are kept from pages without TLS.
  function digest(text) {
    let sum = 0;
    for (const letter of text) sum = (Math.imul(sum, 31) + letter.codePointAt(0)) >>> 0;
    return sum.toString(36);
  }

  async function work() {
    going += 1;
    while (queue.length) {
      const [file, row, known] = queue.shift();
      await sendAll(file, row, known).catch((problem) => stop(row, problem));
      poll();
    }
    going -= 1;
  }

  async function sendAll(file, row, known) {
    if (known.state !== "arriving") return;
    await send(file, known, (here) => {
      row.share = here / file.size;
      row.progress.value = row.share;
      sum();
    });
  }

  // A file that had stopped on its way has a row already.
  function adopt(row, known) {
    const earlier = rows.get(known.id);
    if (earlier && earlier !== row) earlier.node.remove();
    rows.delete(row.key);
    rows.set(known.id, row);
    show(row, known);
    sum();
  }

  // Looking how they fare, while anything is still to be settled

  function poll() {
    again = true;
    if (batch) polling ||= setTimeout(look, 1200);
  }

  async function look() {
    again = false;
    try {
      await hear();
    } catch (problem) {
      return tell(problem.message); // the next file that is chosen looks again
    } finally {
      polling = 0;
    }
    // What ended meanwhile is not in that answer.
    if (again || going || [...rows.values()].some(isOpen)) poll();
  }

  // Of those that have changed since the last answer.
  async function hear() {
    const decided = decisions;
    const asked = since ? `${batch.state}?since=${encodeURIComponent(since)}` : batch.state;
    const { told } = await ask(asked, { headers: { Accept: "application/json" } });
    if (decided !== decisions) return poll(); // older than what was answered to a choice meanwhile
    since = told.moment;
    for (const known of told.files) hearOf(known);
    sum();
  }

  function hearOf(known) {
    const row = rows.get(known.id);
    // How far a file is that comes from here, this page knows best.
    if (row && (known.state === "arriving" || known.changed === row.known.changed)) return;
    show(row || rowFor(known.id, known.name), known);
  }

  // Something will still happen to it without anybody's doing.
  function isOpen({ known }) {
    const undeveloped = [known.photo, known.twin].some((photo) => photo && !photo.thumb && !photo.failed);
    return undeveloped || known.state === "waiting";
  }

  // What is dropped may be a folder of folders. What cannot be read is told in its row, and keeps nobody else.

  const collator = new Intl.Collator(undefined, { numeric: true });

  // Folder by folder: their names are compared part by part.
  function byPath(one, other) {
    const theirs = other.path.split("/");
    for (const [n, part] of one.path.split("/").entries()) {
      const order = collator.compare(part, theirs[n] ?? "");
      if (order) return order;
    }
    return 0;
  }

  // What systems hide, and what they hide it in; the command line leaves out the same.
  const isHidden = (path) => path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");

  const loose = (file) => ({ file, path: file.webkitRelativePath || file.name });

  async function filesOf(entry) {
    const path = entry.fullPath.replace(/^\//, "");
    if (isHidden(path)) return [];
    try {
      if (entry.isFile) return [{ path, file: await new Promise((done, fail) => entry.file(done, fail)) }];
      return (await Promise.all((await entriesOf(entry)).map(filesOf))).flat();
    } catch {
      return [{ path }];
    }
  }

  // A folder gives them in portions, until there are none left.
  async function entriesOf(folder) {
    const reader = folder.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!some.length) return found;
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
    const files = [...event.dataTransfer.files].map(loose);
    add(entries.length ? (await Promise.all(entries.map(filesOf))).flat() : files);
  });
  for (const field of form.querySelectorAll("input[type=file]")) {
    field.addEventListener("change", () => {
      add([...field.files].map(loose));
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
    if (known.state === "arriving") stop(row, new Refusal(words.again));
  }
  if (earlier.length) {
    sum();
    poll();
  }
})();
