// What is this person's own on a page that is drawn alike for all: votes and questions.

const code = document.body.dataset.code;
const key = `ordstyrer:${code}:asked`;
const voted = new Set();
const asked = new Set(read());

/** Learn from the page as it was drawn for this person. */
export function learn() {
  for (const form of document.querySelectorAll("form[data-send=unvote]:not([hidden])")) {
    voted.add(form.closest("[data-question]").dataset.question);
  }
  for (const item of document.querySelectorAll(".question.is-mine")) {
    asked.add(item.dataset.question);
  }
  show(document);
}

export function learnState(state) {
  voted.clear();
  for (const question of state.questions) {
    if (question.voted) voted.add(question.id);
    if (question.mine) asked.add(question.id);
  }
  for (const wish of state.wishes ?? []) {
    if (wish.voted) voted.add(wish.id);
  }
  show(document);
}

export function setVoted(question, now) {
  if (now) voted.add(question);
  else voted.delete(question);
  show(document);
}

const heldKey = `ordstyrer:${code}:held`;

/** The secrets of this browser's anonymous questions: nobody else has them, not even the server. */
export function held() {
  try {
    return JSON.parse(localStorage.getItem(heldKey) ?? "[]");
  } catch {
    return [];
  }
}

export function hold(token) {
  const all = [...new Set([...held(), token])].slice(-50);
  try {
    localStorage.setItem(heldKey, JSON.stringify(all));
  } catch {
    // the link beside the question still leads to it
  }
}

/** Take the secret of a personal link over and out of the address. */
export function takeHeld() {
  const address = new URL(location.href);
  const found = address.searchParams.getAll("held");
  found.forEach(hold);
  if (found.length) {
    address.searchParams.delete("held");
    history.replaceState(null, "", address);
  }
}

/** Remember a question; an anonymous one is known to this browser alone. */
export function remember(question) {
  asked.add(question);
  try {
    localStorage.setItem(key, JSON.stringify([...asked]));
  } catch {
    // a browser that keeps nothing only forgets the mark
  }
  show(document);
}

export const isAsked = (question) => asked.has(question);

/** Whether news of a question concern this person: it was asked, or voted for, here. */
export const isOwn = (question) => asked.has(question) || voted.has(question);

export function show(root) {
  const items = [...root.querySelectorAll("[data-question]")];
  if (root instanceof Element && root.matches("[data-question]")) items.push(root);
  for (const item of items) showOne(item);
}

function showOne(item) {
  const question = item.dataset.question;
  const has = voted.has(question);
  const vote = item.querySelector("form[data-send=vote]");
  const unvote = item.querySelector("form[data-send=unvote]");
  if (vote && unvote && (vote.hidden !== has || unvote.hidden === has)) {
    const focused = item.querySelector(".vote").contains(document.activeElement);
    vote.hidden = has;
    unvote.hidden = !has;
    if (focused) (has ? unvote : vote).querySelector("button").focus();
  }
  const own = asked.has(question);
  item.classList.toggle("is-mine", own);
  const mark = item.querySelector(".yours");
  if (mark) mark.hidden = !own;
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "[]");
  } catch {
    return [];
  }
}
