// Whoever has themselves deleted takes along the secrets of their anonymous questions.

import { held } from "./own.js";

export function erasing(event) {
  const form = event.target.closest("form[data-erases]");
  if (!form) return;
  for (const token of held()) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "tokens";
    field.value = token;
    form.append(field);
  }
}
