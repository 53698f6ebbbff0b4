// Keeps the opened span marked in the waterfall, brings it into view where it stands below, and lets the
// arrow keys walk the tree. Everything works by its links without it.
const marked = (link) => {
  document.querySelectorAll(".waterfall .opened").forEach((row) => {
    row.classList.remove("opened");
    row.querySelector(".name").removeAttribute("aria-current");
  });
  link.closest("tr").classList.add("opened");
  link.setAttribute("aria-current", "true");
};

document.addEventListener("htmx:afterSwap", (event) => {
  const link = event.detail.requestConfig?.elt;
  if (event.target.id !== "span" || !link) return;
  if (link.matches(".name")) marked(link);
  const below = event.target.getBoundingClientRect().top > window.innerHeight - 120;
  if (below) event.target.scrollIntoView({ block: "start" });
});

function besideRow(row, way) {
  let next = row[way];
  while (next?.hidden) next = next[way];
  return next;
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.(".waterfall tbody tr");
  if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
  const toggle = row.querySelector(".toggle");
  const wanted = { ArrowLeft: "true", ArrowRight: "false" }[event.key];
  if (wanted && toggle?.getAttribute("aria-expanded") === wanted) {
    event.preventDefault();
    toggle.focus();
    toggle.click();
  }
  const way = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const beside = way && besideRow(row, way);
  if (beside) {
    event.preventDefault();
    (beside.querySelector(".name") ?? beside.querySelector("a"))?.focus();
  }
});
