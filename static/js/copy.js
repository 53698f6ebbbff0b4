// Copies text: <button data-copy="id-of-the-element">, or data-copy alone for the <pre> of its figure.
// Such a button is hidden until there is a clipboard to copy to.
const source = (button) =>
  button.dataset.copy ? document.getElementById(button.dataset.copy) : button.closest("figure").querySelector("pre");

async function copy(event) {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(source(button).textContent);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Select and copy by hand";
  }
  setTimeout(() => (button.textContent = label), 2000);
}

const offer = (root) =>
  root.querySelectorAll("button[data-copy]").forEach((button) => (button.hidden = !navigator.clipboard));

document.addEventListener("click", copy);
document.addEventListener("htmx:afterSwap", (event) => offer(event.target));
offer(document);
