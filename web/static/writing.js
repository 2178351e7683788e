// What people write: kept while they write it, shown when it is answered, never lost on the way.

import { recall, retain } from "./memory.js";

const body = document.body;
const phrases = document.getElementById("phrases").dataset;
const spoken = document.getElementById("spoken");
const code = body.dataset.code;
const MOST_REPLIES = 3;

/** Say something to a screen reader alone. */
export function speak(sentence) {
  spoken.textContent = sentence;
}

/** Put a reply under the box; `said` is what it answers. */
export function reply(said, sentence, look = "") {
  const log = document.getElementById("replies");
  if (!log) return speak(sentence);
  const entry = document.createElement("div");
  entry.className = `told ${look}`.trim();
  if (said) entry.append(paragraph("you", said));
  entry.append(paragraph("", sentence));
  log.prepend(entry);
  while (log.children.length > MOST_REPLIES) log.lastElementChild.remove();
  return entry;
}

export function waits(letter) {
  const entry = reply(letter.data.text, phrases.kept, "is-waiting");
  if (entry?.dataset) entry.dataset.once = letter.once;
}

/** Tell that a kept letter has been sent, or why it never will be. */
export function sent(letter, answer, error) {
  document.querySelector(`[data-once="${letter.once}"]`)?.remove();
  reply(letter.data.text, answer ? answer.reply : error.message, answer ? "" : "is-wrong");
}

export function wrong(form, sentence) {
  const trouble = document.getElementById("trouble");
  if (!form || form.dataset.send === "vote" || form.dataset.send === "unvote") {
    return trouble ? (trouble.textContent = sentence) : reply("", sentence, "is-wrong");
  }
  let note = form.querySelector(".form-error-message");
  if (!note) {
    note = paragraph("form-error-message", "");
    note.setAttribute("role", "alert");
    form.append(note);
  }
  note.textContent = sentence;
}

/** Put buttons under a form's error, each a word and what it does. */
export function choices(form, pairs) {
  const row = document.createElement("div");
  row.className = "buttons offered";
  for (const [word, act] of pairs) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary";
    button.textContent = word;
    button.addEventListener("click", act);
    row.append(button);
  }
  form.querySelector(".form-error-message").after(row);
}

export function right(form) {
  form?.querySelector(".form-error-message")?.remove();
  form?.querySelector(".offered")?.remove();
  const trouble = document.getElementById("trouble");
  if (trouble) trouble.textContent = "";
}

let away = null;

/** Take the box to ask in away once the meeting is over; what stood in it is not lost. */
export function endAsking() {
  const box = document.querySelector(".ask");
  if (!box) return;
  const text = box.querySelector("textarea").value.trim();
  const focused = box.contains(document.activeElement);
  const replies = document.getElementById("replies");
  const after = replies.nextSibling;
  box.replaceWith(replies);
  const over = text && reply(text, phrases.over, "is-wrong is-whole");
  if (focused) document.getElementById("main-content").focus();
  away = { box, replies, after, over };
}

/** Bring the box back as it was, with what stood in it: the close was a mistake. */
export function goOnAsking() {
  if (!away) return;
  const { box, replies, after, over } = away;
  away = null;
  if (over) over.remove();
  replies.replaceWith(box);
  box.insertBefore(replies, after);
}

/** Keep the half-written question in this tab, so that a reload loses nothing. */
export function keepDraft() {
  const field = document.querySelector("form[data-draft] textarea");
  if (!field) return;
  const name = `ordstyrer:${code}:draft`;
  try {
    if (!field.value) field.value = recall("sessionStorage", name) ?? "";
    field.addEventListener("input", () => retain("sessionStorage", name, field.value));
    field.form.addEventListener("cleared", () => retain("sessionStorage", name, null));
  } catch {
    // a browser that keeps nothing
  }
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field.form.requestSubmit();
  });
}

const answersName = `ordstyrer:${code}:answers`;

export function keepAnswers(answers) {
  try {
    localStorage.setItem(answersName, JSON.stringify(answers));
  } catch {
    // then the form is empty after a reload, and what was sent still counts
  }
}

/** Put this browser's own answers back into a form that has just come. */
export function fillEvaluation() {
  const form = document.querySelector("form[data-send=evaluation]:not([data-filled])");
  if (!form) return;
  form.dataset.filled = "";
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(answersName) ?? "{}");
  } catch {
    // nothing to put back
  }
  for (const field of form.elements) {
    const values = [kept[field.name] ?? []].flat();
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = values.includes(field.value);
    else if (field.matches("textarea") && values.length) [field.value] = values;
  }
}

function paragraph(className, text) {
  const found = document.createElement("p");
  if (className) found.className = className;
  found.dir = "auto";
  found.textContent = text;
  return found;
}
