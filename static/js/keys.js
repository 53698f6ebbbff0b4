// Ctrl-K or Cmd-K and / open the palette, ? the list of keys. Keys without Ctrl or Cmd can be switched
// off (kept by the browser), because they disturb people who speak to their computer.
const SINGLE_KEYS = "single-keys";
const singleKeys = document.querySelector("[data-single-keys]");

function dialogFor(event) {
  if (event.altKey) return null;
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === "k" ? "palette" : null;
  if (!singleKeys.checked || event.target.closest("input, select, textarea")) return null;
  return { "/": "palette", "?": "keyboard" }[event.key] ?? null;
}

document.addEventListener("keydown", (event) => {
  const wanted = dialogFor(event);
  if (!wanted) return;
  event.preventDefault();
  if (!document.querySelector("dialog[open]")) openDialog(document.getElementById(wanted));
});

singleKeys.checked = localStorage.getItem(SINGLE_KEYS) !== "off";
singleKeys.addEventListener("change", () => localStorage.setItem(SINGLE_KEYS, singleKeys.checked ? "on" : "off"));
