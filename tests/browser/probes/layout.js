// What is wrong with the layout at this width: scrolling sideways, text that is cut off or printed over.
() => {
  const SLACK = 2; // px; glyphs stand a little out of their line
  const name = (element) => {
    const described = (one) => one.localName + (one.id ? `#${one.id}` : [...one.classList].map((c) => `.${c}`).join(""));
    return element.parentElement ? `${described(element.parentElement)} > ${described(element)}` : described(element);
  };
  const styles = new Map();
  const style = (element) => styles.get(element) ?? styles.set(element, getComputedStyle(element)).get(element);
  const ancestors = function* (element) {
    for (let one = element; one && one !== document.body; one = one.parentElement) yield one;
  };
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const forEyes = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1;
  };
  const floating = (element) => element.closest(".menu-items") || [...ancestors(element)].some((one) => ["fixed", "sticky"].includes(style(one).position));
  const layer = (element) => (element.closest("dialog") ? 2 : floating(element) ? 1 : 0);

  const pieces = [], cut = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode, element = node.parentElement;
    if (!node.data.trim() || element.closest("script, style, noscript, option, .js-plotly-plot, .visually-hidden, .skip")) continue;
    if (!shown(element) || ![...ancestors(element)].every(forEyes)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, top, right, bottom } of range.getClientRects()) {
      const seen = { left, top, right, bottom, element, text: node.data.trim().slice(0, 40) };
      for (const one of ancestors(element)) {
        const { overflowX, overflowY, textOverflow, position } = style(one);
        if (overflowX !== "visible" || overflowY !== "visible") {
          const frame = one.getBoundingClientRect();
          const hides = [overflowX, overflowY].some((value) => value === "hidden" || value === "clip");
          const beyond = seen.right > frame.right + SLACK || seen.left < frame.left - SLACK || seen.bottom > frame.bottom + SLACK * 2;
          const told = textOverflow === "ellipsis" && element.closest("[title], summary");
          if (hides && beyond && !told) cut.push(`${name(element)} "${seen.text}"`);
          seen.left = Math.max(seen.left, frame.left);
          seen.right = Math.min(seen.right, frame.right);
          seen.top = Math.max(seen.top, frame.top);
          seen.bottom = Math.min(seen.bottom, frame.bottom);
        }
        if (position === "fixed") break;
      }
      if (seen.right > seen.left && seen.bottom > seen.top) pieces.push({ ...seen, layer: layer(element) });
    }
  }

  const overlapping = [];
  pieces.sort((a, b) => a.top - b.top);
  for (let i = 0; i < pieces.length; i++) {
    const a = pieces[i];
    for (let j = i + 1; j < pieces.length && pieces[j].top < a.bottom - SLACK * 2; j++) {
      const b = pieces[j];
      if (a.layer !== b.layer || a.element === b.element) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > SLACK && down > SLACK * 2) overlapping.push(`${name(a.element)} "${a.text}" and ${name(b.element)} "${b.text}"`);
    }
  }
  const root = document.documentElement;
  const beyond = root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} px of content in ${root.clientWidth} px`] : [];
  return { sideways: beyond, cut: [...new Set(cut)], overlapping: [...new Set(overlapping)] };
}
