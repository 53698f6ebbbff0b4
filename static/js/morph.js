// hx-swap="morph": changes what is shown into what came and leaves alone what is the same, so that focus,
// scrolling, opened details and what scripts have drawn (data-keep) stay as they are. What came empty and is
// marked data-same was not told again: only its links follow the new order (navigate.js).
const OPENED = { details: "open", dialog: "open" }; // by people, not by the server
const ITEM = "tbody > tr, li, svg"; // another one, where anything differs: not worth comparing further
const firstClass = (element) => element.getAttribute("class")?.split(" ", 1)[0];

function alike(one, other) {
  if (one?.nodeName !== other.nodeName) return false;
  return one.nodeType !== Node.ELEMENT_NODE || (one.id === other.id && firstClass(one) === firstClass(other));
}

function morph(shown, next) {
  if (shown.nodeType !== Node.ELEMENT_NODE) {
    if (shown.data !== next.data) shown.data = next.data;
  } else if (next.hasAttribute("data-same")) {
    reorder(shown);
  } else if (shown.hasAttribute("data-keep") || shown.isEqualNode(next)) {
    return;
  } else if (shown.matches(ITEM) && !shown.contains(document.activeElement)) {
    shown.replaceWith(next);
  } else {
    morphAttributes(shown, next);
    morphChildren(shown, next);
  }
}

function morphAttributes(shown, next) {
  const ours = OPENED[shown.localName];
  for (const { name, value } of next.attributes) {
    if (name !== ours && shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  for (const name of shown.getAttributeNames()) if (name !== ours && !next.hasAttribute(name)) shown.removeAttribute(name);
}

// Where both differ, whichever is sooner found again among the other's children stays.
function morphChildren(shown, next) {
  const [before, after] = [[...shown.childNodes], [...next.childNodes]];
  let at = 0;
  after.forEach((wanted, place) => {
    if (!alike(before[at], wanted)) {
      const gone = distance(before, at, wanted);
      if (gone < distance(after, place, before[at])) before.slice(at, (at += gone)).forEach((node) => node.remove());
    }
    if (alike(before[at], wanted)) morph(before[at++], wanted);
    else shown.insertBefore(wanted, before[at] ?? null);
  });
  before.slice(at).forEach((node) => node.remove());
}

function distance(nodes, from, wanted) {
  for (let place = from; wanted && place < nodes.length; place++) if (alike(nodes[place], wanted)) return place - from;
  return Infinity;
}

htmx.defineExtension("morph", {
  handleSwap(style, target, fragment, settling) {
    if (style !== "morph") return false;
    morph(target, fragment.firstElementChild);
    if (target.querySelector("[hx-get]")) htmx.process(target);
    settling.elts.push(target);
    return [];
  },
});
