// Lists that stay sorted by the server's rank without moving what somebody has the focus in.

const CALM = 1200; // milliseconds after the last touch before anything moves under a finger
let touched = 0;
let waiting = null;

export function watchHands(list) {
  for (const name of ["pointerdown", "pointermove", "keydown"]) {
    list.addEventListener(name, () => (touched = Date.now()), { passive: true });
  }
}

/** Sort now, or as soon as nobody has a hand in the list. */
export function sort(list) {
  clearTimeout(waiting);
  const rest = touched + CALM - Date.now();
  if (rest > 0) waiting = setTimeout(sort, rest, list);
  else settle(list);
}

export function settle(list) {
  const items = [...list.children];
  const wanted = [...items].sort(ORDERS[list.dataset.by] ?? byRank);
  if (wanted.every((item, index) => item === items[index])) return;
  const still = items.find((item) => item.contains(document.activeElement));
  const before = still ? wanted.indexOf(still) : 0;
  for (const item of wanted.slice(0, before)) list.insertBefore(item, still);
  for (const item of wanted.slice(still ? before + 1 : 0)) list.append(item);
}

const ORDERS = { time: byTime, behind: byBehind };

function byBehind(one, other) {
  const more = Number(other.dataset.behind) - Number(one.dataset.behind);
  return more || byRank(one, other);
}

function byRank(one, other) {
  return one.dataset.rank < other.dataset.rank ? -1 : 1;
}

function byTime(one, other) {
  return Number(other.dataset.time) - Number(one.dataset.time);
}
