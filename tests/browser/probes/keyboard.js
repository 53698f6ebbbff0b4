// Before Tab is pressed: remember what so many presses must reach, and write down what they do reach.
(presses) => {
  const wanted = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0'], [contenteditable]")]
    .filter((one) => !one.disabled && one.type !== "hidden" && one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !one.closest("[inert]"))
    .filter((one) => one.type !== "radio" || one.checked || !document.querySelector(`input[name="${one.name}"]:checked`));
  const seen = new Map();
  const covered = (element) => {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    if (!width || !height) return false;
    const corners = [[left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2]];
    return ![[(left + right) / 2, (top + bottom) / 2], ...corners].some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (element.contains(hit) || hit.contains(element) || element.labels?.[0]?.contains(hit));
    });
  };
  const marked = (element) => {
    const ring = (one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
    };
    return ring(element) || [...element.children].some(ring);
  };
  document.addEventListener("focusin", ({ target }) => seen.set(target, { marked: marked(target), covered: covered(target) }));
  const name = (one) => `${one.localName}.${[...one.classList].join(".")} "${(one.textContent || one.name || one.id).trim().slice(0, 40)}"`;
  window.keyboardReport = () => ({
    unreached: wanted.slice(0, presses - 15).filter((one) => one.isConnected && one.tabIndex >= 0 && !seen.has(one)).map(name),
    unfocusable: wanted.filter((one) => one.tabIndex < 0 && !one.closest("[role]")).map(name),
    unmarked: [...seen].filter(([, { marked }]) => !marked).map(([one]) => name(one)),
    hidden: [...seen].filter(([, { covered }]) => covered).map(([one]) => name(one)),
  });
}
