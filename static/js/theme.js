// A theme changes where it is chosen, without loading the page again; the server keeps it for the next one.
const plainly = new WeakSet(); // forms that the server answers with a page after all

const wear = (theme) => {
  const root = document.documentElement;
  if (theme === "automatic") delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.querySelector("meta[name='color-scheme']").content = root.dataset.theme ?? "light dark";
  document.querySelectorAll("button[name='theme']").forEach((one) => one.setAttribute("aria-pressed", one.value === theme));
};

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (submitter?.name !== "theme" || plainly.has(form)) return;
  event.preventDefault();
  wear(submitter.value);
  try {
    const kept = await fetch(form.action, { method: "POST", body: new FormData(form, submitter), redirect: "manual" });
    if (kept.type === "opaqueredirect") return;
  } catch {
    // Nothing answers: so says the page that comes instead.
  }
  plainly.add(form);
  submitter.click();
});
