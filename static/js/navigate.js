// Links and GET forms that lead to another state of the page they stand on change its content in place.
// Address, Back and new tabs work as without it; what is no such state (a refusal, a failure, the sign-in
// page of a session that has ended) the browser opens itself, as a whole page.
const stage = document.getElementById("content");
const progress = document.getElementById("progress");
const announcement = document.getElementById("announcement");
const ORDER = ["sort", "cursor"];
const here = () => location.pathname + location.search;
let shownAddress = here();
let early = null; // what the mouse rests on: { address, at, answer, stop }
let resting = 0; // the timer of how long it does
let pending = null; // what will be shown; no other is of interest
const waiting = new Set(); // what somebody has asked for and not seen yet
let edited = false; // something was typed since it was asked
const REST = 60; // ms the mouse stays on what is asked for ahead
const FRESH = 3000; // ms that an answer may be old when it is shown
const [NO_ANSWER, NO_STATE] = [Symbol("no answer"), Symbol("no state of this page")];

const isState = (address) => address.origin === location.origin && address.pathname === location.pathname && !address.hash;

// Where a click leads, if that is another state of this page.
function stateOf(link) {
  if (!link || !stage.contains(link) || link.matches("[target], [download], [hx-get]")) return null;
  const address = new URL(link.getAttribute("href"), location.href);
  return isState(address) ? address.href : null;
}

function stateAsked(form, submitter) {
  if (form.method !== "get" || !stage.contains(form)) return null;
  const address = new URL(form.getAttribute("action") ?? "", location.href);
  address.search = new URLSearchParams(new FormData(form, submitter));
  return isState(address) ? address.href : null;
}

const plain = (event) => event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

// The question of a page is its address without the order and the part of its rows.
function questionOf(address) {
  const found = new URL(address, location.href);
  ORDER.forEach((name) => found.searchParams.delete(name));
  return found.pathname + found.search;
}

// What need not be told again, because only the order changes.
function staying(address) {
  const parts = questionOf(address) === questionOf(shownAddress) ? stage.querySelectorAll("[data-question]") : [];
  return [...parts].map((part) => part.id).join(" ");
}

// What has stayed leads on in the order that is shown now.
function inOrder(address) {
  const order = new URLSearchParams(location.search).get("sort");
  if (!isState(address)) return address;
  if (order) address.searchParams.set("sort", order);
  else address.searchParams.delete("sort");
  return address;
}

function reorder(part) {
  for (const link of part.querySelectorAll("a[href]")) {
    link.setAttribute("href", inOrder(new URL(link.getAttribute("href"), location.href)).href);
  }
}

function ask(address) {
  const stop = new AbortController();
  return { address, of: shownAddress, at: performance.now(), stop, answer: contentAt(address, stop.signal).catch(() => NO_ANSWER) };
}

// Whether what the mouse rests on was asked for just now, of the page as it is shown.
function isAsked(address) {
  return early?.address === address && early.of === shownAddress && performance.now() - early.at < FRESH;
}

async function contentAt(address, signal) {
  const headers = { "HX-Request": "true", "HX-Target": stage.id, "X-Shown": staying(address) };
  const response = await fetch(address, { headers, signal, redirect: "manual" });
  const html = response.ok ? await response.text() : "";
  return html.includes(`<main id="${stage.id}"`) ? html : NO_STATE;
}

function wait(request, used) {
  waiting.add(request);
  used?.setAttribute("aria-busy", "true");
  sayBusy();
}

function done(request, used) {
  waiting.delete(request);
  used?.removeAttribute("aria-busy");
  sayBusy();
}

function sayBusy() {
  progress.hidden = !waiting.size;
  if (waiting.size) stage.setAttribute("aria-busy", "true");
  else stage.removeAttribute("aria-busy");
}

// `keep` writes the new state into the history.
async function show(address, used, keep) {
  const request = isAsked(address) ? early : ask(address);
  pending?.stop.abort();
  [pending, early, edited] = [request, null, false];
  wait(request, used);
  const html = await request.answer;
  done(request, used);
  if (request !== pending) return;
  pending = null;
  if (html === NO_ANSWER) return tell("There was no answer. What you see is as it was before.");
  if (html === NO_STATE) return location.assign(address);
  keep?.(address);
  change(html, used);
}

function change(html, used) {
  shownAddress = here();
  const menu = used?.closest("details.menu");
  if (menu) menu.open = false;
  const focus = menu && menu.contains(document.activeElement) ? menu.querySelector("summary") : document.activeElement;
  const name = nameOf(used);
  const paged = used?.closest(".pager") && used.closest(".panel");
  htmx.swap(stage, html, { swapStyle: "morph" }, { contextElement: stage });
  if (!edited) stage.querySelectorAll("form[method='get']").forEach((form) => form.reset());
  if (paged) begin(paged);
  else if (focus !== document.body) refocus(focus, focus === used ? name : "");
  announce(used);
}

const nameOf = (control) => control?.getAttribute("aria-label") ?? control?.textContent.trim() ?? "";

// The control that was used, wherever it stands now; where it is gone, the content it belonged to.
function refocus(control, name) {
  const same = name && nameOf(control) !== name && [...stage.querySelectorAll(control.localName)].find((one) => nameOf(one) === name);
  const next = same || (control.isConnected && control.checkVisibility() ? control : stage);
  if (next !== document.activeElement) next.focus({ preventScroll: true });
}

// Another part of a list is read from its beginning.
function begin(panel) {
  const list = (panel.matches(".scroll") ? panel : panel.querySelector(".scroll[tabindex]")) ?? stage;
  list.focus({ preventScroll: true });
  list.scrollTop = 0;
  if (list.getBoundingClientRect().top < 0) list.scrollIntoView({ block: "start" });
}

function announce(used) {
  const heading = used?.closest("th[aria-sort]");
  announcement.textContent = heading
    ? `Sorted by ${nameOf(used)}, ${heading.getAttribute("aria-sort")}`
    : (stage.querySelector(".lede") ?? stage.querySelector("h1"))?.textContent ?? "";
}

const push = (address) => history[address === location.href ? "replaceState" : "pushState"](null, "", address);

// For other scripts: the address of what they have changed in place.
function keepAddress(address) {
  history.replaceState(history.state, "", address);
  shownAddress = here();
}

// For other scripts: opens an address of this product, in place where it is a state of this page.
function visitAddress(address, used = null) {
  if (isState(new URL(address, location.href))) show(address, used, push);
  else location.assign(address);
}

// The rows that are there are put into another order without asking.
function sortHere(link, address) {
  pending?.stop.abort();
  [pending, early] = [null, null];
  push(address);
  shownAddress = here();
  putInOrder(link);
  leadOn(link, orderOf(link));
  announce(link);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const address = plain(event) && !event.defaultPrevented && stateOf(link);
  if (!address) return;
  event.preventDefault();
  if (ordersHere(link)) sortHere(link, address);
  else show(address, link, push);
});

document.addEventListener("submit", (event) => {
  const address = !event.defaultPrevented && stateAsked(event.target, event.submitter);
  if (!address) return;
  event.preventDefault();
  show(address, event.submitter ?? event.target, push);
});

// Where the mouse would lead: a link or the button of a form, but for what is done without asking.
function leadOf(target) {
  const link = target.closest?.("a[href]");
  if (link) return ordersHere(link) ? null : stateOf(link);
  const button = target.closest?.("button[type='submit']");
  return button?.form ? stateAsked(button.form, button) : null;
}

function askAhead(address) {
  if (isAsked(address)) return;
  early?.stop.abort();
  early = ask(address);
}

// A mouse rests on what it will press, and is let go some 100 ms after that; a finger may only scroll. What is
// asked for is a state of this page, never a prompt, whose reading is written down.
document.addEventListener("pointerover", (event) => {
  clearTimeout(resting);
  const address = event.pointerType === "mouse" && !event.buttons && leadOf(event.target);
  if (address) resting = setTimeout(() => askAhead(address), REST);
});
document.addEventListener("pointerdown", (event) => {
  clearTimeout(resting);
  const address = event.pointerType === "mouse" && plain(event) && leadOf(event.target);
  if (address) askAhead(address);
});
["pointerup", "pointercancel"].forEach((end) => document.addEventListener(end, () => setTimeout(() => (early = null))));

document.addEventListener("input", () => (edited = true));
// Parts that htmx asks for are waited for in the same way.
const isClicked = (detail) => detail.requestConfig.triggeringEvent?.type === "click";
document.addEventListener("htmx:beforeRequest", ({ detail }) => isClicked(detail) && wait(detail.xhr, detail.elt));
document.addEventListener("htmx:afterRequest", ({ detail }) => done(detail.xhr, detail.elt));
window.addEventListener("popstate", () => here() !== shownAddress && show(location.href, null, null));
document.addEventListener("htmx:replacedInHistory", () => (shownAddress = here()));
document.addEventListener("htmx:historyCacheMiss", (event) => event.preventDefault()); // Back is asked for above
