// How far the layout has moved since the page began, and by what.
() => new Promise((answer) => {
  const SEEN = 0.03; // a line that wraps while a page arrives in pieces on a busy machine is less; 0.1 still counts as good
  const found = [];
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) {
      if (shift.hadRecentInput) continue;
      moved += shift.value;
      const names = shift.sources.map(({ node }) => node?.localName ? `${node.localName}.${[...node.classList].join(".")}` : "text");
      found.push(`${shift.value.toFixed(4)} by ${names.join(", ")}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => answer(moved < SEEN ? [] : found), 30));
})
