// Sends JSON to our own server; what does not get through waits here and is sent once, later.

const code = document.body.dataset.code;
const key = `ordstyrer:${code}:unsent`;

export class Refused extends Error {}

/** Send, and give the answer. Throws Refused with the server's sentence, TypeError when offline. */
export async function send(path, data, { method = "POST", once = crypto.randomUUID() } = {}) {
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
  // 5xx: nothing was changed and it may be sent again, like a line that broke.
  if (answer.status >= 500) throw new TypeError(told.error);
  if (!answer.ok) throw new Refused(told.error ?? "");
  return told;
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
  for (const letter of unsent()) {
    try {
      done(letter, await send(letter.path, letter.data, { once: letter.once }));
    } catch (error) {
      if (!(error instanceof Refused)) return;
      done(letter, null, error);
    }
    store(unsent().filter((other) => other.once !== letter.once));
  }
}

function store(letters) {
  try {
    localStorage.setItem(key, JSON.stringify(letters));
  } catch {
    // a browser that keeps nothing loses it with the page
  }
}
