// A film's file goes up in pieces while its form is filled in. A line that drops is waited for; after a reload
// or in another browser the same file, chosen again, goes on where it stopped.
"use strict";

(() => {
  const box = document.querySelector("[data-film]");
  if (!box) return;
  const said = JSON.parse(document.getElementById("film-script").textContent);
  const words = said.words;
  const form = box.closest("form");
  const field = form.querySelector("input[type=file][name=source]");
  const key = form.elements.source_key;
  const [name, bar, state, trouble, cancel] = ["name", "bar", "state", "trouble", "cancel"].map((part) =>
    box.querySelector(`[data-film-${part}]`),
  );
  const heard = document.querySelector("[data-film-heard]");
  const MEGABYTE = 1024 ** 2;
  const OVER = new Set(["seen", "refused"]);
  const LINE = new Set([words.offline, words.full]); // what is said until the line is there again
  const token = () => form.elements.csrfmiddlewaretoken.value;
  const { Refusal, pause } = Pieces;
  const { ask, send } = Pieces.line(
    { ...said, token },
    { down: tell, up: () => LINE.has(trouble.textContent) && tell("") },
  );

  // The theme listens to every change of the form's tree, and adds listeners for each: what a text node says is
  // none, and the bar moves a hundred times at most.
  const line = state.appendChild(document.createTextNode(""));

  let going = null; // what lets go of the film that is being sent or looked at
  let sending = false;

  function tell(sentence) {
    trouble.textContent = sentence;
    trouble.hidden = !sentence;
  }

  // What is seen changes with each piece; what is heard, rarely.
  function say(sentence, aloud = sentence) {
    line.data = sentence;
    if (heard.textContent !== aloud) heard.textContent = aloud;
  }

  // What may be done about it depends on how far it is.
  function enter(now) {
    box.dataset.state = now;
    cancel.hidden = now === "refused";
    cancel.textContent = now === "seen" ? words.leave : words.cancel;
  }

  function open(title) {
    name.textContent = title;
    box.hidden = false;
    enter("arriving");
    bar.hidden = false;
    bar.value = 0;
    tell("");
  }

  function close(sentence) {
    box.hidden = true;
    key.value = "";
    say("", sentence);
    field.focus();
  }

  // How far it is

  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 0 });
  const count = (value) => number.format(value);
  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_whole, part) => count(values[part]));

  // Tells of each piece; how fast the line is, is known by those of the last half minute.
  function reporter(size) {
    const past = [];
    return (here) => {
      const now = performance.now();
      past.push([now, here]);
      while (past.length > 2 && now - past[0][0] > 30000) past.shift();
      const [since, there] = past[0];
      const percent = Math.floor((100 * here) / size);
      if (bar.value !== percent / 100) bar.value = percent / 100;
      const progress = fill(words.sending, { percent, done: here / MEGABYTE, all: size / MEGABYTE });
      const left = here > there ? remaining((((size - here) / (here - there)) * (now - since)) / 1000) : "";
      say([progress, left].filter(Boolean).join(" · "), fill(words.heard, { percent: percent - (percent % 10) }));
    };
  }

  function remaining(seconds) {
    const minutes = Math.ceil(seconds / 60);
    if (minutes <= 1) return words.soon;
    if (minutes < 60) return fill(words.minutes, { n: minutes });
    return fill(words.hours, { h: Math.floor(minutes / 60), n: minutes % 60 });
  }

  // Sending

  async function bring(file) {
    const mine = begin();
    open(file.name);
    say(words.beginning);
    key.value = "";
    try {
      const body = JSON.stringify({ name: file.name, size: file.size, stamp: String(file.lastModified) });
      const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
      const { told } = await ask(said.open, { method: "POST", headers, body, signal: mine.signal });
      if (told.state === "arriving") {
        key.value = told.key;
        const report = reporter(file.size);
        report(told.received);
        sending = true;
        await send(file, told, report, mine.signal);
        sending = false;
      }
      await settle(told, mine.signal);
    } catch (problem) {
      if (!mine.signal.aborted) stop(problem);
    }
  }

  // Whatever went on before is let go: one film at a time.
  function begin() {
    going?.abort();
    going = new AbortController();
    sending = false;
    return going;
  }

  // Asks how it fares until it was looked at.
  async function settle({ key: code, address, ...known }, signal) {
    key.value = code;
    let told = known.state === "refused" ? { ...known } : (await ask(address, { signal })).told;
    while (told.state === "waiting") {
      if (box.dataset.state !== "waiting") enter("waiting");
      bar.hidden = true;
      say(told.sentence || words.looking);
      await pause(1000);
      signal.throwIfAborted();
      ({ told } = await ask(address, { signal }));
    }
    show(told);
  }

  function show(told) {
    // Nobody sends it who is still on its way here: it goes on when it is chosen again.
    enter(told.state === "arriving" ? "stopped" : told.state);
    bar.hidden = true;
    if (told.state === "seen") {
      tell("");
      return say(told.sentence);
    }
    // Of a refused one nothing is kept; the form may be saved without it.
    if (told.state === "refused") key.value = "";
    say("");
    tell(told.state === "refused" ? told.sentence : words.again);
  }

  function stop(problem) {
    sending = false;
    enter("stopped");
    say("");
    tell(problem instanceof Refusal ? problem.message : words.odd);
  }

  async function letGo() {
    const code = key.value;
    if (code && !confirm(words.sure)) return;
    begin();
    close(code ? words.cancelled : "");
    if (code) await ask(`${said.open}${code}/`, { method: "DELETE", headers: { "X-CSRFToken": token() } }).catch(() => {});
  }

  // What a page knows that came back with mistakes, or was gone back to.
  async function remember(code) {
    const { signal } = begin();
    const address = `${said.open}${code}/`;
    try {
      const { told } = await ask(address, { signal });
      open(told.name);
      await settle({ ...told, address }, signal);
    } catch {
      if (signal.aborted) return;
      open("");
      stop(new Refusal(words.lost));
      key.value = "";
    }
  }

  field.addEventListener("change", () => {
    const [file] = field.files;
    field.value = ""; // it goes by itself, and not with the form
    if (file) bring(file);
  });
  cancel.addEventListener("click", letGo);
  // Before the theme's own listeners, for which the form would be saved.
  form.addEventListener(
    "submit",
    (event) => {
      if (box.hidden || (box.dataset.state === "stopped" ? !key.value : OVER.has(box.dataset.state))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (box.dataset.state !== "stopped") tell(words.wait);
      lead();
    },
    true,
  );

  // To the place where it is said, on whatever tab it is.
  function lead() {
    document.querySelector('#tabs-items a[href="#general"]')?.click();
    const panel = box.closest("[role=tabpanel]");
    if (panel) document.getElementById(panel.getAttribute("aria-labelledby")).click();
    // Alpine shows the tab in a moment; what is not shown takes no focus.
    setTimeout(() => {
      box.scrollIntoView({ block: "center" });
      box.focus({ preventScroll: true });
    }, 100);
  }

  addEventListener("beforeunload", (event) => {
    if (sending) event.preventDefault();
  });

  if (key.value) remember(key.value);
})();
