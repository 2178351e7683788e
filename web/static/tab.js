// The tab's beginning: finds its meeting and its person, then opens the page that is theirs.

import { context, onStage, token } from "./teams.js";

const page = document.getElementById("tab");
const note = document.getElementById("tab-note");
const typing = document.getElementById("tab-code");

async function post(path, data) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(data),
  });
  const told = await answer.json().catch(() => ({}));
  return answer.ok ? told : Promise.reject(new Error(told.error ?? page.dataset.failed));
}

/** Give the meeting of the address, else the one that this chat belongs to. */
async function meetingHere(found) {
  if (page.dataset.code) return { code: page.dataset.code, path: page.dataset.path };
  const chat = found.chat?.id ?? found.channel?.id;
  return chat ? post(page.dataset.meeting, { chat }) : Promise.reject(new Error(""));
}

/** Give the page of whoever Teams says it is; a stranger comes in as on any other page. */
async function doorOf(here) {
  if (!page.dataset.signsIn) return here.path;
  let mine;
  try {
    mine = await token();
  } catch {
    return here.path; // anonymous, from elsewhere, or it was not allowed
  }
  try {
    const told = await post(page.dataset.signIn, { token: mine, code: here.code });
    return (await isKept(here)) ? told.path : null;
  } catch {
    return here.path;
  }
}

/** Tell whether the cookie has stayed: some browsers let a frame keep none. */
async function isKept(here) {
  return (await fetch(`${here.path}/state`)).ok;
}

function say(sentence) {
  note.textContent = sentence;
  note.hidden = !sentence;
}

async function open() {
  let found;
  try {
    found = await context;
  } catch {
    say(page.dataset.outside);
    document.getElementById("tab-outside").hidden = false;
    return;
  }
  try {
    const here = await meetingHere(found);
    const door = onStage(found) ? `${here.path}/stage` : await doorOf(here);
    if (door) location.replace(door);
    else nothingKept(here);
  } catch (error) {
    say(error.message);
    typing.hidden = false;
  }
}

function nothingKept(here) {
  say(page.dataset.nothingKept);
  const link = document.getElementById("tab-outside");
  link.querySelector("a").href = here.path.replace(page.dataset.root, "");
  link.hidden = false;
}

if (!page.dataset.wrong) open();
