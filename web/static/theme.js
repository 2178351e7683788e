// Inside Teams: its colours, put on before anything is drawn, and changed when they change.
{
  const KEY = "ordstyrer:theme";
  const OURS = { default: "light", light: "light", dark: "dark", glass: "dark", contrast: "contrast" };

  const put = (theirs) => {
    const theme = OURS[theirs];
    if (!theme) return;
    document.documentElement.dataset.theme = theme;
    try {
      sessionStorage.setItem(KEY, theirs);
    } catch {
      // a frame that may keep nothing learns it anew on each page
    }
  };

  const last = () => {
    try {
      return sessionStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  put(new URLSearchParams(location.search).get("theme") ?? last());
  document.addEventListener("theme", (event) => put(event.detail));
}
