// What every page inside Teams does: says that it is there, follows the theme, shares to the stage.

const { app, authentication, meeting, pages } = window.microsoftTeams;
const PATIENCE = 8000; // milliseconds in which Teams has to answer; outside of it nobody does
const CONSENT = 30_000; // milliseconds for somebody who is asked whether we may know who they are

/** Give what Teams says of where this page stands. Rejects outside Teams. */
export const context = begin();

export { pages };

/** Give the token that says who this is. Rejects where Teams has none, or nobody lets it. */
export function token() {
  return within(authentication.getAuthToken(), CONSENT);
}

function within(promise, time = PATIENCE) {
  return Promise.race([
    promise,
    new Promise((_, reject) => setTimeout(reject, time, new Error("no answer"))),
  ]);
}

function show(theme) {
  document.dispatchEvent(new CustomEvent("theme", { detail: theme }));
}

async function begin() {
  await within(app.initialize());
  app.notifySuccess();
  app.registerOnThemeChangeHandler(show);
  const found = await within(app.getContext());
  show(found.app.theme);
  return found;
}

/** Whether it is the meeting's own screen, which all see. */
export const onStage = (found) => found.page.frameContext === "meetingStage";

/** Let the host put the big screen on the meeting's stage, where Teams lets them. */
function offerStage(button) {
  meeting.getAppContentStageSharingCapabilities((error, may) => {
    button.hidden = Boolean(error) || !may?.doesAppHaveSharePermission;
  });
  button.addEventListener("click", () => {
    const address = new URL(button.dataset.stage, location.origin).href;
    const told = document.getElementById("to-stage-told");
    meeting.shareAppContentToStage((error) => {
      told.textContent = error ? button.dataset.failed : button.dataset.done;
    }, address);
  });
}

const button = document.getElementById("to-stage");
context
  .then((found) => {
    if (button && found.page.frameContext === "sidePanel") offerStage(button);
  })
  .catch(() => {}); // an ordinary page, then
