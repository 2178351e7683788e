// A meeting's page: follows the live stream and sends what people do, without loading anew.

import { watchTyping } from "./alike.js";
import { listenToKeys } from "./keys.js";
import { setClock, startClock, tick } from "./clock.js";
import { erasing } from "./erasing.js";
import { follow } from "./live.js";
import { settle, sort, watchHands } from "./list.js";
import * as own from "./own.js";
import { parse, parsePage, holdsWork, patch } from "./patch.js";
import { fillPolls, watchPolls } from "./polls.js";
import { submitted } from "./submitting.js";
import { sendKept } from "./sending.js";
import { endAsking, goOnAsking, keepDraft, sent, fillEvaluation } from "./writing.js";

const body = document.body;
const connection = document.getElementById("connection");
const lists = [...document.querySelectorAll("ol[id=questions]")];
// How new the page is; the version that a step's answer brings may be ahead of what is drawn.
let seen = Number(body.dataset.version);
// A page that was drawn when the meeting was over lacks what belongs to one that goes on.
const drawnClosed = body.dataset.phase === "closed";

function place(id, html) {
  const fresh = parse(html);
  const old = document.getElementById(id);
  if (old) patch(old, fresh);
  else document.getElementById(fresh.dataset.in)?.append(fresh);
  own.show(document.getElementById(id) ?? document);
}

function removeGone(news) {
  const listed = [...document.querySelectorAll("[data-in]")].map((item) => item.id);
  const gone = news.whole ? listed.filter((id) => !(id in news.fragments)) : news.removed;
  for (const id of gone) {
    const item = document.getElementById(id);
    if (item && !holdsWork(item)) item.remove();
  }
}

function take(news) {
  const ended = news.phase === "closed" && body.dataset.phase !== news.phase;
  const again = news.phase !== "closed" && body.dataset.phase === "closed";
  const nothingNew = news.whole && seen === news.version;
  seen = news.version;
  body.dataset.version = seen;
  body.dataset.phase = news.phase;
  setClock(news.now);
  removeGone(news);
  for (const [id, html] of Object.entries(news.fragments)) place(id, html);
  lists.forEach(sort);
  fillEvaluation();
  fillPolls();
  tick();
  const changed = [...Object.keys(news.fragments), ...(news.removed ?? [])];
  const touched = changed.some((id) => own.isOwn(id.replace(/^q-/, "")));
  if (ended) endAsking();
  if (again) goOnAsking();
  if (drawnClosed && news.phase !== "closed" && !holdsWork(document.querySelector("main"))) {
    location.reload();
    return;
  }
  if (ended || again || (!nothingNew && touched)) refreshOwn();
  else if (!nothingNew && !changed.length) refreshUnseen();
  body.dataset.live = "on";
}

// Own questions that no shared part shows: an answer that is looked at may have been corrected.
const UNSEEN = "#mine .is-suggested, #mine .is-new";
const UNSEEN_PAUSE = 3000; // milliseconds from the first such news to drawing, then once for all
let waiting = null;

function refreshUnseen() {
  if (waiting || !document.querySelector(UNSEEN)) return;
  waiting = setTimeout(() => {
    waiting = null;
    refreshOwn();
  }, UNSEEN_PAUSE);
}

let drawing = null;
let outdated = false;

/**
 * Draw this person's own part anew: it is in no stream that others share. One drawing at a time,
 * and once more when there was news meanwhile: an older answer never comes after a newer one.
 */
function refreshOwn() {
  const mine = document.getElementById("mine");
  if (!mine) return Promise.resolve(); // a page without a part of one's own
  outdated = true;
  drawing ??= drawWhileOutdated(mine);
  return drawing;
}

async function drawWhileOutdated(mine) {
  while (outdated) {
    outdated = false;
    try {
      const answer = await fetch(body.dataset.path, {
        headers: { Accept: "text/html", "Ordstyrer-Held": own.held().join(",") },
      });
      const fresh = parsePage(await answer.text()).getElementById("mine");
      if (answer.ok && fresh) patch(mine, fresh);
    } catch {
      // the next news brings it
    }
  }
  drawing = null;
}

async function learnVotes() {
  try {
    const answer = await fetch(`${body.dataset.path}/state`);
    if (answer.ok) own.learnState(await answer.json());
  } catch {
    // as above
  }
}

function tell(state, sentence) {
  body.dataset.live = state;
  connection.className = `connection is-${state}`;
  connection.textContent = sentence;
}

function back() {
  tell("on", connection.dataset.back);
  setTimeout(() => {
    if (body.dataset.live === "on") tell("on", "");
  }, 4000);
  sendKept(sent).then(refreshOwn);
  if (document.getElementById("mine")) learnVotes();
}

function order(event) {
  const button = event.target.closest("[data-order] [data-by]");
  if (!button) return;
  for (const other of button.parentElement.children) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  for (const list of lists) {
    list.dataset.by = button.dataset.by;
    settle(list);
  }
}

own.takeHeld();
own.learn();
lists.forEach(watchHands);
setClock(body.dataset.now);
listenToKeys();
startClock();
keepDraft();
watchTyping();
fillEvaluation();
watchPolls();
document.addEventListener("submit", erasing);
document.addEventListener("submit", (event) => submitted(event, refreshOwn));
document.addEventListener("click", order);
document.addEventListener("visibilitychange", tick);
sendKept(sent).then(() => {});
if (own.held().length) refreshOwn();
follow(body.dataset.events, () => seen, {
  onNews: take,
  onLost: () => tell("lost", connection.dataset.lost),
  onBack: back,
});
