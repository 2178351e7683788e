// A personal link: hands in the key of the address, then opens the same page without it.

const page = document.getElementById("signing-in");
const note = document.getElementById("signing-in-note");
const key = new URLSearchParams(location.hash.slice(1)).get("key");

async function enter() {
  note.textContent = page.dataset.trying;
  try {
    const answer = await fetch(page.dataset.join, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ key }),
    });
    if (answer.ok) {
      location.replace(location.pathname);
      return;
    }
    note.textContent = (await answer.json()).error;
  } catch {
    note.textContent = page.dataset.failed;
  }
  history.replaceState(null, "", location.pathname);
}

if (key) enter();
window.addEventListener("hashchange", () => location.reload());
