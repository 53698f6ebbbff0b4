// Copies the text of an element: <button data-copy="id-of-the-element">. Shown only where copying works.
async function copy(event) {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Select and copy by hand";
  }
  setTimeout(() => (button.textContent = label), 2000);
}

document.addEventListener("click", copy);
document.querySelectorAll("button[data-copy]").forEach((button) => (button.hidden = !navigator.clipboard));
