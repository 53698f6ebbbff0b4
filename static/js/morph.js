// hx-swap="morph": changes what is shown into what came and leaves alone what is the same, so that focus,
// scrolling, opened details and what scripts have drawn (data-keep) stay as they are.
const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? `${node.localName} ${node.id} ${node.classList[0] ?? ""}` : node.nodeName);
const OPENED = { details: "open", dialog: "open" }; // by people, not by the server

function morph(shown, next) {
  if (shown.nodeType !== Node.ELEMENT_NODE) {
    if (shown.data !== next.data) shown.data = next.data;
    return;
  }
  if (shown.isEqualNode(next) || shown.hasAttribute("data-keep")) return;
  morphAttributes(shown, next);
  morphChildren(shown, next);
}

function morphAttributes(shown, next) {
  const names = new Set([...shown.getAttributeNames(), ...next.getAttributeNames()]);
  names.delete(OPENED[shown.localName]);
  names.forEach((name) => {
    const value = next.getAttribute(name);
    if (value === null) shown.removeAttribute(name);
    else if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  });
}

// Where both differ, whichever is sooner found again among the other's children stays.
function morphChildren(shown, next) {
  const [before, after] = [[...shown.childNodes], [...next.childNodes]];
  let at = 0;
  after.forEach((wanted, place) => {
    const gone = distance(before, at, keyOf(wanted));
    if (gone > 0 && gone < (at < before.length ? distance(after, place, keyOf(before[at])) : Infinity)) {
      before.slice(at, at + gone).forEach((node) => node.remove());
      at += gone;
    }
    if (at < before.length && keyOf(before[at]) === keyOf(wanted)) morph(before[at++], wanted);
    else shown.insertBefore(wanted, before[at] ?? null);
  });
  before.slice(at).forEach((node) => node.remove());
}

function distance(nodes, from, key) {
  for (let place = from; place < nodes.length; place++) if (keyOf(nodes[place]) === key) return place - from;
  return Infinity;
}

htmx.defineExtension("morph", {
  handleSwap(style, target, fragment, settling) {
    if (style !== "morph") return false;
    morph(target, fragment.firstElementChild);
    htmx.process(target);
    settling.elts.push(target);
    return [];
  },
});
