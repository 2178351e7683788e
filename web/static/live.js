// The live stream: connects, comes back by itself, and says how it stands.

const PATIENCE = 1500; // milliseconds without a connection before anything is said
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;

/** Follow a stream, from the version that `seen()` gives: what is older is on the page already. */
export function follow(address, seen, { onNews, onLost, onBack }) {
  let source = null;
  let lost = false;
  let wait = FIRST_WAIT;
  let warning = null;
  let retry = null;

  function opened() {
    wait = FIRST_WAIT;
    clearTimeout(warning);
    warning = null;
    if (lost) onBack();
    lost = false;
  }

  function broken() {
    warning ??= setTimeout(() => {
      lost = true;
      onLost();
    }, PATIENCE);
    // While it is connecting the browser tries again by itself; once closed it never does.
    if (source.readyState === EventSource.CLOSED) again(wait + Math.random() * wait);
  }

  function again(delay) {
    clearTimeout(retry);
    retry = setTimeout(connect, delay);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  }

  function connect() {
    clearTimeout(retry);
    source?.close();
    source = new EventSource(`${address}&version=${seen()}`);
    source.onopen = opened;
    source.onerror = broken;
    source.onmessage = (event) => onNews(JSON.parse(event.data));
  }

  connect();
  window.addEventListener("online", connect);
  window.addEventListener("offline", broken);
}
