// Brings the page's elements up to date in place: what stays the same is not touched, so focus,
// caret, unsent text and open folds stay where they are.

const plain = { createHTML: (html) => html };
const policy = window.trustedTypes?.createPolicy("ordstyrer", plain) ?? plain;

/** Make an element of HTML that our own server has escaped. */
export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html);
  return template.content.firstElementChild;
}

export function parsePage(html) {
  return new DOMParser().parseFromString(policy.createHTML(html), "text/html");
}

export function patch(from, to) {
  if (from.isEqualNode(to)) return;
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  if (from.hasAttribute("data-own")) return; // a script of the page writes there
  patchAttributes(from, to);
  if (from.nodeName !== "TEXTAREA") patchChildren(from, to);
}

/** Tell whether somebody has written in it and not sent it, or is in the middle of it. */
export function holdsWork(element) {
  if (element.nodeType !== Node.ELEMENT_NODE || element.closest("[data-passing]")) return false;
  const fields = [...element.querySelectorAll("textarea, input:not([type=hidden], [type=radio])")];
  if (element.matches("textarea, input")) fields.push(element);
  return fields.some((field) => field.value !== field.defaultValue && field.value.trim() !== "");
}

function patchAttributes(from, to) {
  const kept = new Set((from.dataset?.keep ?? "").split(" "));
  if (from.nodeName === "DETAILS") kept.add("open");
  for (const { name, value } of to.attributes) {
    if (!kept.has(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  for (const { name } of [...from.attributes]) {
    if (!kept.has(name) && !to.hasAttribute(name)) from.removeAttribute(name);
  }
}

function patchChildren(from, to) {
  const known = new Map([...from.children].filter((c) => c.id).map((c) => [c.id, c]));
  let here = from.firstChild;
  for (const next of [...to.childNodes]) {
    const match = known.get(next.id) ?? (here && alike(here, next) ? here : null);
    if (!match) {
      from.insertBefore(next, here);
      continue;
    }
    if (match === here) here = here.nextSibling;
    else from.insertBefore(match, here);
    patch(match, next);
  }
  while (here) {
    const gone = here;
    here = here.nextSibling;
    if (!holdsWork(gone)) gone.remove();
  }
}

function alike(one, other) {
  return one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "");
}
