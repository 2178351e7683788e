// Counts on between the server's words: minutes left, progress, the time on the wall.

const MINUTE = 60_000;
let ahead = 0; // milliseconds by which this machine's clock is ahead of the server's

export function setClock(now) {
  ahead = Date.now() - Date.parse(now);
}

export function tick() {
  const now = Date.now() - ahead;
  for (const bar of document.querySelectorAll("progress[data-until]")) showProgress(bar, now);
  for (const note of document.querySelectorAll(".left[data-until]")) showLeft(note, now);
  for (const note of document.querySelectorAll("[data-at]")) showUntil(note, now);
  for (const wall of document.querySelectorAll("[data-wall]")) showWall(wall, now);
}

export function startClock() {
  tick();
  setInterval(tick, 1000);
}

function showProgress(bar, now) {
  const passed = Math.round((now - Date.parse(bar.dataset.from)) / 1000);
  bar.value = Math.min(bar.max, Math.max(0, passed));
}

function showLeft(note, now) {
  const left = Date.parse(note.dataset.until) - now;
  const { left: many, last, up, over } = note.dataset;
  if (left > MINUTE) write(note, many, Math.ceil(left / MINUTE));
  else if (left > 0) write(note, last);
  else if (left > -MINUTE) write(note, up);
  else write(note, over, Math.floor(-left / MINUTE));
  note.classList.toggle("is-over", left <= 0);
  note.dataset.pressure = pressure(left, note.dataset);
}

/** As the server says it: calm, then a warning, a danger, and over. */
function pressure(left, { warning, danger }) {
  if (left <= 0) return "over";
  if (left <= danger * 1000) return "danger";
  return left <= warning * 1000 ? "warning" : "calm";
}

function showUntil(note, now) {
  const left = Date.parse(note.dataset.at) - now;
  if (left > MINUTE) write(note, note.dataset.in, Math.ceil(left / MINUTE));
  else write(note, note.dataset.soon);
}

function showWall(wall, now) {
  const language = document.documentElement.lang === "da" ? "da-DK" : "en-GB";
  const shape = { hour: "2-digit", minute: "2-digit", timeZone: wall.dataset.wall };
  write(wall, new Intl.DateTimeFormat(language, shape).format(now));
}

function write(element, sentence, number) {
  const text = sentence.replace("{n}", number);
  if (element.textContent !== text) element.textContent = text;
}
