// Subtrees of the waterfall close and open at once, with the rows that are there. The address says which are
// closed, as the server reads it; the server is asked for rows that were never here.
const MOST_CLOSED = 100; // an address holds no more
const closedNow = () => new URLSearchParams(location.search).get("closed")?.split(".") ?? [];
const depthOf = (row) => Number(row.dataset.depth);

function below(row) {
  const found = [];
  for (let next = row.nextElementSibling; next && depthOf(next) > depthOf(row); next = next.nextElementSibling) found.push(next);
  return found;
}

// Where a link of the waterfall leads now: what is closed may have changed since it was written.
function current(link, href) {
  const address = new URL(href, location.href);
  const one = link.dataset.span;
  let closed = closedNow();
  if (one) closed = closed.includes(one) ? closed.filter((other) => other !== one) : [...closed, one].slice(-MOST_CLOSED);
  if (closed.length) address.searchParams.set("closed", closed.join("."));
  else address.searchParams.delete("closed");
  const rows = link.closest(".more")?.parentElement;
  if (rows) address.searchParams.set("after", Number(rows.dataset.first) + rows.querySelectorAll("tr[data-depth]:not([hidden])").length);
  return address.pathname + address.search;
}

function closeTree(row, toggle) {
  const rows = below(row);
  rows.forEach((one) => (one.hidden = true));
  row.toggleAttribute("data-partly", (rows.at(-1) ?? row).nextElementSibling?.matches(".more") ?? false);
  toggle.setAttribute("aria-expanded", "false");
}

function openTree(row, toggle) {
  let most = Infinity; // what is closed within stays closed
  for (const one of below(row)) {
    if (depthOf(one) > most) continue;
    one.hidden = false;
    most = one.querySelector(".toggle[aria-expanded='false']") ? depthOf(one) : Infinity;
  }
  toggle.setAttribute("aria-expanded", "true");
}

document.addEventListener("click", (event) => {
  const toggle = event.target.closest(".waterfall .toggle");
  const row = toggle?.closest("tr");
  if (!row || !plain(event)) return;
  const closes = toggle.getAttribute("aria-expanded") === "true";
  if (!closes && (!below(row).length || row.hasAttribute("data-partly"))) return;
  event.preventDefault();
  event.stopPropagation();
  const address = current(toggle, location.href);
  (closes ? closeTree : openTree)(row, toggle);
  keepAddress(address);
}, { capture: true });

document.addEventListener("htmx:configRequest", ({ target, detail }) => {
  if (target.closest("#waterfall")) detail.path = current(target, detail.path);
});

// New tabs and copied addresses.
["pointerdown", "focusin"].forEach((before) => document.addEventListener(before, ({ target }) => {
  const link = target.closest?.("#waterfall a[hx-get]");
  if (link) link.href = current(link, link.href) + link.hash;
}));
