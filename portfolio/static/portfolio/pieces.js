// Files that go up in pieces: what the desk's pages for photographs and for films share (decision 0010).
"use strict";

const Pieces = (() => {
  const PATIENCE = 5; // so often a server that stumbles over a question is asked again

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  // An answer that ends the matter; its message is a sentence for the reader.
  class Refusal extends Error {}

  // The line to the server. `down` is told in a sentence while there is none, `up` is called once it is back.
  function line({ words, token, piece }, { down, up }) {
    // What the server says, and with which status. `fine` are those beside success that mean something here.
    async function ask(address, options = {}, fine = []) {
      const { answer, text } = await answered(address, options);
      if (answer.redirected || answer.status === 403 || answer.status === 404) throw new Refusal(words.refused);
      if (!answer.ok && !fine.includes(answer.status)) throw new Refusal(words.odd);
      try {
        return { status: answer.status, told: JSON.parse(text) };
      } catch {
        throw new Refusal(words.odd);
      }
    }

    // Asks until the line is there. What the server answers, whatever it is, is an answer.
    async function answered(address, options) {
      for (let wait = 1000, tries = 1; ; wait = Math.min(wait * 2, 30000)) {
        let sentence = words.offline;
        try {
          const answer = await fetch(address, options);
          const text = await answer.text();
          if (answer.status < 500 || (answer.status === 500 && ++tries > PATIENCE)) {
            up();
            return { answer, text };
          }
          if (answer.status === 507) sentence = words.full;
        } catch {
          // Said below: the connection is down, unless it was let go.
        }
        options.signal?.throwIfAborted();
        down(sentence);
        await pause(wait);
        options.signal?.throwIfAborted();
      }
    }

    // Sends what is missing of a file that was announced; `progress` is called with how much is there.
    async function send(file, known, progress, signal) {
      let here = known.received;
      let state = known.state;
      // Once at least: the last piece may have come in before the server was killed, and nobody was told.
      do {
        ({ received: here, state } = await sendPiece(file, known.address, here, signal));
        progress(here);
      } while (here < file.size && state === "arriving");
    }

    async function sendPiece(file, address, here, signal) {
      const headers = { "Upload-Offset": here, "X-CSRFToken": token(), "Content-Type": "application/octet-stream" };
      const body = await pieceOf(file, here);
      const { status, told } = await ask(address, { method: "PUT", headers, body, signal }, [409]);
      // Out of step: an older piece may still be on the line. The server says where to go on.
      if (status === 409) await pause(500);
      return told;
    }

    // Read before it is sent: a card that was pulled must not look like a line that is down.
    async function pieceOf(file, here) {
      try {
        return await file.slice(here, here + piece).arrayBuffer();
      } catch {
        throw new Refusal(words.unreadable);
      }
    }

    return { ask, send };
  }

  return { line, pause, Refusal };
})();
