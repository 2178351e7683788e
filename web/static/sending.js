// Sends JSON to our own server; what does not get through waits here and is sent once, later.

const code = document.body.dataset.code;
const key = `ordstyrer:${code}:unsent`;

const AGAIN = 5000; // milliseconds between tries while something waits here
let retry = null;
let busy = false;

/**
 * The server's no, in its own sentence; `wait` is the seconds after which it may say yes, `told`
 * all that it said.
 */
export class Refused extends Error {
  constructor(sentence, wait = 0, told = {}) {
    super(sentence);
    this.wait = wait;
    this.told = told;
  }
}

/** A key that nobody else makes; crypto.randomUUID is there on https alone. */
export function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Send, and give the answer. Throws Refused with the server's sentence, TypeError when the line
 * is broken, or what stands before the server says that it is.
 */
export async function send(path, data, { method = "POST", once = token() } = {}) {
  const answer = await fetch(path, {
    method,
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "Idempotency-Key": once,
    },
    body: JSON.stringify(data),
  });
  const told = await answer.json().catch(() => ({}));
  if (answer.status >= 500 && !told.error) throw new TypeError();
  if (!answer.ok) throw new Refused(told.error ?? "", waitOf(answer), told);
  return told;
}

/** Read how long to wait; what failed on the server (5xx) may always be sent again. */
function waitOf(answer) {
  const said = Number(answer.headers.get("Retry-After"));
  return said || (answer.status >= 500 ? AGAIN / 1000 : 0);
}

export function unsent() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "[]");
  } catch {
    return [];
  }
}

/** Keep for later, under the key it was tried with: the server knows it if it did arrive. */
export function keep(letter) {
  store([...unsent(), letter]);
}

/** Send what waits, oldest first. `done(letter, answer)` or `done(letter, null, error)`. */
export async function sendKept(done) {
  if (busy) return;
  busy = true;
  clearTimeout(retry);
  const wait = await sendAll(done);
  busy = false;
  if (wait) retry = setTimeout(sendKept, wait, done);
}

/** Give the milliseconds to wait before the rest can be sent; 0 when there is no rest. */
async function sendAll(done) {
  for (const letter of unsent()) {
    try {
      done(letter, await send(letter.path, letter.data, { once: letter.once }));
    } catch (error) {
      if (!(error instanceof Refused)) return AGAIN;
      if (error.wait) return error.wait * 1000;
      done(letter, null, error);
    }
    store(unsent().filter((other) => other.once !== letter.once));
  }
  return 0;
}

function store(letters) {
  try {
    localStorage.setItem(key, JSON.stringify(letters));
  } catch {
    // a browser that keeps nothing loses it with the page
  }
}
