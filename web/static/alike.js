// Questions that ask the same as what is being typed: joining in takes one press.

import * as own from "./own.js";
import { send } from "./sending.js";
import { speak } from "./writing.js";

const PAUSE = 600; // milliseconds without a key before anything is looked up
const FEWEST = 12; // letters
let waiting = null;
let asked = "";

export function watchTyping() {
  const box = document.getElementById("alike");
  const field = document.querySelector("form[data-draft] textarea");
  if (!box || !field) return;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE, box, field);
  });
  field.form.addEventListener("cleared", () => hide(box));
}

async function look(box, field) {
  const text = field.value.trim();
  asked = text;
  if (text.length < FEWEST) return hide(box);
  try {
    const answer = await fetch(`${box.dataset.alike}?text=${encodeURIComponent(text)}`);
    const told = answer.ok ? await answer.json() : { questions: [] };
    if (asked !== text) return undefined; // something newer is being looked up
    const others = told.questions.filter((question) => !own.isAsked(question.id));
    return others.length ? show(box, others) : hide(box);
  } catch {
    return hide(box);
  }
}

function hide(box) {
  box.hidden = true;
  box.replaceChildren();
}

function show(box, questions) {
  const title = document.createElement("p");
  title.className = "eyebrow";
  title.textContent = box.dataset.title;
  const list = document.createElement("ul");
  list.append(...questions.map((question) => entry(box, question)));
  if (box.hidden) speak(box.dataset.title); // once, not at each pause in the typing
  box.replaceChildren(title, list);
  box.hidden = false;
}

function entry(box, question) {
  const item = document.createElement("li");
  const text = document.createElement("p");
  text.dir = "auto";
  text.textContent = question.text;
  item.append(text);
  if (question.answer) item.append(said(question.answer.text));
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-secondary";
  button.textContent = box.dataset.too;
  button.disabled = question.voted;
  button.addEventListener("click", () => join(box, question, button));
  const row = document.createElement("p");
  row.className = "joining";
  row.append(button, behind(box, question.votes + 1));
  item.append(row);
  return item;
}

/** Tell how many ask it: its asker and those who voted. */
function behind(box, people) {
  const told = document.createElement("span");
  told.className = "meta";
  told.textContent = people === 1 ? box.dataset.one : box.dataset.people.replace("{n}", people);
  return told;
}

function said(text) {
  const answer = document.createElement("p");
  answer.className = "said";
  answer.dir = "auto";
  answer.textContent = text;
  return answer;
}

async function join(box, question, button) {
  button.disabled = true;
  try {
    await send(`${box.dataset.vote}/${question.id}/vote`, {});
    own.setVoted(question.id, true);
    button.textContent = box.dataset.done;
    speak(box.dataset.done);
  } catch {
    button.disabled = false;
  }
}
