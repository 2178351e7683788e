// The host's short-cuts: a key presses a button that stands on the page, so rights and rules are one.

import { recall, retain } from "./memory.js";

const SWITCH = "ordstyrer-keys";
const dialog = document.getElementById("keys");

export function listenToKeys() {
  if (!dialog) return;
  const box = dialog.querySelector("[name=on]");
  box.checked = recall("localStorage", SWITCH) !== "off";
  box.addEventListener("change", () => retain("localStorage", SWITCH, box.checked ? "on" : "off"));
  for (const opener of document.querySelectorAll("[data-opens=keys]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => dialog.showModal());
  }
  document.addEventListener("keydown", pressed);
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  if (event.key === "?" && !dialog.open) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  if (dialog.open || !dialog.querySelector("[name=on]").checked) return;
  const { verbs, goes } = dialog.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)?.dataset ?? {};
  const field = goes && document.getElementById(goes);
  if (field) {
    event.preventDefault();
    field.focus();
    return;
  }
  const button = verbs && verbs.split(" ").map(buttonOf).find(Boolean);
  if (!button) return;
  event.preventDefault();
  button.form.requestSubmit(button);
}

function buttonOf(verb) {
  const field = document.querySelector(`#steps input[name=verb][value="${verb}"], #proposals input[name=verb][value="${verb}"]`);
  return field?.form.querySelector("button");
}

function typing(element) {
  return element.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
}
