// Setting up a tab: the meeting is picked or its code written, and Teams keeps the tab's address.

import { context, pages, token } from "./teams.js";

const form = document.getElementById("tab-config");
const list = document.getElementById("tab-meetings");
const choices = document.getElementById("tab-choices");
const field = document.getElementById("code");
const note = document.getElementById("tab-note");
const data = form.dataset;
let chosen = null;

async function post(path, said) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(said),
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error ?? data.failed);
  return told;
}

function choose(meeting) {
  chosen = meeting;
  note.textContent = meeting ? data.chosen.replace("{title}", meeting.title) : "";
  pages.config.setValidityState(Boolean(meeting));
}

/** List the meetings of whoever hosts some; others write the code. */
async function listHosted() {
  if (!data.signsIn) return;
  const { meetings } = await post(data.meetings, { token: await token() });
  for (const meeting of meetings) choices.append(choiceOf(meeting));
  list.hidden = meetings.length === 0;
}

function choiceOf(meeting) {
  const item = document.getElementById("tab-choice").content.cloneNode(true);
  const radio = item.querySelector("input");
  const label = item.querySelector("label");
  radio.id = label.htmlFor = `meeting-${meeting.code}`;
  radio.checked = meeting.code === chosen?.code;
  label.querySelector("bdi").textContent = meeting.title;
  label.querySelector("span").textContent = meeting.when;
  radio.addEventListener("change", () => {
    field.value = "";
    choose(meeting);
  });
  return item;
}

async function typed() {
  for (const radio of choices.querySelectorAll("input")) radio.checked = false;
  try {
    choose(await post(data.meeting, { code: field.value }));
  } catch (error) {
    choose(null);
    note.textContent = error.message;
  }
}

async function guess(found) {
  const chat = found.chat?.id ?? found.channel?.id;
  if (!chat) return;
  const meeting = await post(data.meeting, { chat });
  field.value = meeting.code;
  choose(meeting);
}

function save(event) {
  const address = new URL(data.tab, location.origin);
  address.searchParams.set("code", chosen.code);
  const website = new URL(`/m/${chosen.code}`, location.origin).href;
  pages.config
    .setConfig({
      entityId: chosen.code,
      suggestedDisplayName: data.name,
      // Teams puts its theme there; the braces must not be encoded.
      contentUrl: `${address.href}&theme={theme}`,
      websiteUrl: website,
    })
    .then(() => event.notifySuccess())
    .catch((error) => event.notifyFailure(error.message));
}

async function begin() {
  const found = await context;
  form.hidden = false;
  note.textContent = "";
  pages.config.registerOnSaveHandler(save);
  field.addEventListener("change", typed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    typed();
  });
  // Neither is needed: the code can always be written.
  await guess(found).catch(() => {});
  await listHosted().catch(() => {});
}

begin().catch(() => {
  note.textContent = data.outside;
});
