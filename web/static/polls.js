// Polls: what a line becomes while a host writes it, and this browser's own answers.

import { send } from "./sending.js";
import { speak } from "./writing.js";

const PAUSE = 150; // milliseconds without a key before the line is looked at
const answersName = `ordstyrer:${document.body.dataset.code}:polls`;

/** Ask the room; the line is emptied, the chosen kind goes back to how it is written. */
export async function room(form) {
  const data = Object.fromEntries(new FormData(form));
  const told = await send(form.getAttribute("action"), data);
  form.reset();
  show(form);
  speak(told.reply);
}

/** Answer a poll; what was chosen stays, to be seen and changed. */
export async function poll(form) {
  const answer = chosen(form);
  await send(form.getAttribute("action"), { answer });
  keep(form.dataset.poll, answer);
  form.querySelector(".thanks").textContent = form.dataset.thanks;
}

export function watchPolls() {
  const line = document.getElementById("poll-text");
  if (line) watchLine(line);
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-send=poll]");
    if (form) settlePlaces(form);
  });
  fillPolls();
}

/** Put this browser's own answers back into a form that has just come. */
export function fillPolls() {
  for (const form of document.querySelectorAll("form[data-send=poll]")) {
    if (!("filled" in form.dataset)) fill(form, kept()[form.dataset.poll] ?? []);
    form.dataset.filled = "";
    settlePlaces(form);
  }
}

function watchLine(line) {
  let waiting = null;
  const { form } = line;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => look(form), PAUSE);
  });
}

async function look(form) {
  const text = form.elements.text.value.trim();
  if (!text) return show(form);
  const kind = new FormData(form).get("kind") ?? "auto";
  try {
    const query = new URLSearchParams({ text, kind });
    const answer = await fetch(`${form.dataset.preview}?${query}`, {
      headers: { Accept: "application/json" },
    });
    const found = await answer.json();
    if (form.elements.text.value.trim() === text) show(form, answer.ok ? found : null);
  } catch {
    show(form); // what it becomes is seen when it is asked
  }
}

/** Show what the line becomes, or nothing. */
function show(form, found = null) {
  const place = form.querySelector(".poll-preview");
  place.replaceChildren();
  if (!found) return;
  place.append(written("p", "becomes", `${place.dataset.becomes}: ${found.how}`));
  place.append(written("p", "asked", found.text));
  if (found.options.length) {
    const list = document.createElement("ul");
    list.append(...found.options.map((option) => written("li", "", option)));
    place.append(list);
  }
  if (found.error) place.append(written("p", "wrong", found.error));
}

function written(name, className, text) {
  const found = document.createElement(name);
  if (className) found.className = className;
  found.dir = "auto";
  found.textContent = text;
  return found;
}

function chosen(form) {
  const fields = [...form.elements].filter((field) => field.name === "answer");
  const picked = fields.filter((f) => !f.matches("[type=radio], [type=checkbox]") || f.checked);
  return picked.map((field) => field.value.trim()).filter(Boolean);
}

function fill(form, answer) {
  const fields = [...form.elements].filter((field) => field.name === "answer");
  fields.forEach((field, place) => {
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = answer.includes(field.value);
    else if (answer[place]) field.value = answer[place];
  });
}

/** What has a place already cannot be given another one. */
function settlePlaces(form) {
  const selects = [...form.querySelectorAll("select[name=answer]")];
  for (const select of selects) {
    const others = selects.filter((other) => other !== select).map((other) => other.value);
    for (const option of select.options) {
      option.disabled = option.value !== "" && others.includes(option.value);
    }
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(answersName) ?? "{}");
  } catch {
    return {};
  }
}

function keep(id, answer) {
  try {
    localStorage.setItem(answersName, JSON.stringify({ ...kept(), [id]: answer }));
  } catch {
    // then the form is empty after a reload, and what was sent still counts
  }
}
