// Native dialogs: <... data-open="id"> opens, data-close and a click beside it close. Escape and the
// focus that returns to where it was are the browser's. A fragment put into a closed dialog opens it.
function openDialog(dialog) {
  if (dialog.open) return;
  dialog.showModal();
  dialog.dispatchEvent(new Event("opened"));
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    openMenus().forEach((menu) => (menu.open = false));
    openDialog(document.getElementById(opener.dataset.open));
    return;
  }
  const dialog = event.target.closest("dialog");
  const closer = event.target.closest("[data-close]");
  if (!dialog || !(closer || event.target === dialog)) return;
  if (closer) event.preventDefault();
  dialog.close();
});

document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = event.target.closest("dialog");
  if (dialog) openDialog(dialog);
});

document.querySelectorAll("button[data-open]").forEach((button) => (button.hidden = false));
