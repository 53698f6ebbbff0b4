// Text whose look axe has not judged yet: what has the same colour, size and ground has the same contrast.
(known) => {
  const judged = new Set(known);
  const grounds = new Map([[null, ""]]);
  const ground = (element) => {
    if (!grounds.has(element)) {
      const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(element);
      const own = [backgroundColor, backgroundImage, opacity, filter].join(" ").replace("rgba(0, 0, 0, 0) none 1 none", "");
      grounds.set(element, ground(element.parentElement) + own);
    }
    return grounds.get(element);
  };
  // Short, because all that were seen are sent again with each page.
  const digest = (text) => {
    let [high, low] = [0, 0];
    for (const letter of text) {
      high = Math.imul(high ^ letter.codePointAt(0), 2654435761);
      low = Math.imul(low + letter.codePointAt(0), 1597334677) ^ (high >>> 16);
    }
    return (high >>> 0) * 1048576 + (low >>> 12);
  };
  const described = (one) => one ? `${one.localName}.${[...one.classList].join(".")}` : "";
  const look = (element) => {
    const { color, fontSize, fontWeight, position } = getComputedStyle(element);
    const place = described(element.parentElement) + described(element);
    return digest([place, position, element.disabled ?? "", color, fontSize, fontWeight, ground(element)].join(" "));
  };
  const speaks = (element) =>
    element.matches("input, select, textarea") || [...element.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());

  window.unjudged = [];
  const found = [];
  for (const element of document.body.querySelectorAll("*")) {
    if (!speaks(element) || element.closest("script, style, noscript, .js-plotly-plot")) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const seen = look(element);
    if (judged.has(seen)) continue;
    judged.add(seen);
    found.push(seen);
    window.unjudged.push(element);
  }
  return found;
}
