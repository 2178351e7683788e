// What a form does when it is sent: the same as without scripts, but the page stays.

import * as own from "./own.js";
import { poll, room } from "./polls.js";
import { keep, Refused, send, sendKept, token } from "./sending.js";
import * as writing from "./writing.js";

const body = document.body;
const phrases = document.getElementById("phrases").dataset;
const DEEDS = { ask, vote, unvote, act, step, evaluation, poll, room };

export async function submitted(event, refreshOwn) {
  const form = event.target;
  const deed = DEEDS[form.dataset.send];
  if (!deed) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  try {
    writing.right(form);
    await deed(form, event.submitter);
    if (form.closest("#mine, .ask")) await refreshOwn();
  } catch (error) {
    writing.wrong(form, (error instanceof Refused && error.message) || phrases.failed);
    if (error instanceof Refused && error.told.without) offerWithout(form, error.told);
  } finally {
    delete form.dataset.busy;
  }
}

async function ask(form) {
  const field = form.elements.text;
  const show = new FormData(form).get("show") ?? "name";
  const letter =
    show === "name"
      ? { path: form.dataset.messages, data: { text: field.value } }
      : { path: form.getAttribute("action"), data: { text: field.value, show } };
  if (show === "anonymous") letter.data.token = secret(form);
  if (form.dataset.private) letter.data.private = form.dataset.private;
  // The same key for another try: what did arrive after all is not asked twice.
  letter.once = form.dataset.once ??= token();
  try {
    const told = await send(letter.path, letter.data, letter);
    empty(form, field);
    answered(letter, told);
  } catch (error) {
    if (error instanceof Refused) throw error;
    keep(letter);
    empty(form, field);
    writing.waits(letter);
    sendKept(writing.sent);
  }
}

/** Let the writer choose what becomes of a text that points at somebody: nothing is stored yet. */
function offerWithout(form, told) {
  const pick = (how) => {
    form.dataset.private = how;
    delete form.dataset.once; // another deed than the one that was refused
    form.requestSubmit();
  };
  writing.choices(form, [
    [phrases.without, () => pick("mask")],
    ...(told.sure ? [] : [[phrases.asItIs, () => pick("send")]]),
  ]);
  form.elements.text.addEventListener("input", () => delete form.dataset.private, { once: true });
}

/** The secret that an anonymous question is asked with; the same for another try. */
function secret(form) {
  form.dataset.secret ??= token();
  own.hold(form.dataset.secret);
  return form.dataset.secret;
}

function answered(letter, told) {
  const asked = told.question?.id ?? told.offer?.question;
  if (asked) own.remember(asked);
  // An answer that is known stands among one's own questions, with its buttons: said aloud here.
  if (told.offer) writing.speak(told.reply);
  else writing.reply(letter.data.text, told.reply);
}

function empty(form, field) {
  field.value = "";
  delete form.dataset.once;
  delete form.dataset.secret;
  delete form.dataset.private;
  form.dispatchEvent(new Event("cleared"));
}

async function vote(form) {
  await weigh(form, "POST", true);
}

async function unvote(form) {
  await weigh(form, "DELETE", false);
}

async function weigh(form, method, now) {
  const item = form.closest("[data-question]");
  const before = Number(item.querySelector(".count").textContent);
  const { question } = item.dataset;
  own.setVoted(question, now);
  showCount(item, before + (now ? 1 : -1));
  try {
    const told = await send(form.getAttribute("action"), {}, { method });
    if (typeof told.votes === "number") showCount(item, told.votes);
  } catch (error) {
    own.setVoted(question, !now);
    showCount(item, before);
    throw error;
  }
}

function showCount(item, count) {
  for (const place of item.querySelectorAll(".count")) place.textContent = count;
}

async function act(form, button) {
  const data = Object.fromEntries(new FormData(form));
  if (button?.name) data[button.name] = button.value;
  const told = await send(form.getAttribute("action"), data);
  for (const field of form.querySelectorAll("textarea, input:not([type=hidden])")) field.value = "";
  const fold = form.closest("details");
  if (fold) {
    fold.open = false;
    fold.querySelector("summary").focus();
  }
  writing.speak(told.reply);
}

async function step(form) {
  const data = { ...Object.fromEntries(new FormData(form)), version: Number(body.dataset.version) };
  const told = await send(form.getAttribute("action"), data);
  if (told.version) body.dataset.version = told.version;
  if (told.error) throw new Refused(told.error);
  writing.speak(told.reply);
  if (data.verb === "evaluation.open") document.getElementById("results").scrollIntoView();
}

async function evaluation(form) {
  const answers = {};
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "checkbox") (answers[field.name] ??= []).push(...(field.checked ? [field.value] : []));
    else if (field.type === "radio") answers[field.name] ??= null;
    else answers[field.name] = field.value;
    if (field.type === "radio" && field.checked) answers[field.name] = field.value;
  }
  const given = Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== null));
  await send(form.getAttribute("action"), { answers: given });
  writing.keepAnswers(given);
  form.querySelector(".thanks").textContent = form.dataset.thanks;
}
