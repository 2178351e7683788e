// What a browser keeps for a page. One that may keep nothing, as in some frames, only forgets.

/** Give what was kept, or null. `store` is "localStorage" or "sessionStorage". */
export function recall(store, name) {
  try {
    return window[store].getItem(name);
  } catch {
    return null;
  }
}

/** Keep a text, or with null forget it. */
export function retain(store, name, value) {
  try {
    if (value === null) window[store].removeItem(name);
    else window[store].setItem(name, value);
  } catch {
    // gone with the page, then
  }
}
