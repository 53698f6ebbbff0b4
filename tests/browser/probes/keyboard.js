// Before Tab is pressed: remember what it must reach, and write down what it does reach. The report goes on
// where the presses ended, through the rest of the page in the order of Tab.
(presses) => {
  const LATE = 4; // regions that scroll take presses of their own
  const MOST = 150;
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
  const begin = wanted.indexOf(document.activeElement) + 1; // some pages begin in a field
  const open = (one) => one.isConnected && one.tabIndex >= 0;
  const tabbed = () => {
    const unseen = (some) => some.filter((one) => open(one) && !seen.has(one));
    const missed = unseen(wanted.slice(begin, begin + presses - LATE));
    unseen(wanted.slice(0, MOST)).forEach((one) => one.focus({ focusVisible: true }));
    return [...new Set([...missed, ...unseen(wanted.slice(0, MOST))])];
  };
  window.keyboardReport = () => ({
    unreached: tabbed().map(name),
    unfocusable: wanted.filter((one) => one.tabIndex < 0 && !one.closest("[role]")).map(name),
    outoforder: wanted.filter((one) => one.tabIndex > 0).map(name),
    unmarked: [...seen].filter(([, { marked }]) => !marked).map(([one]) => name(one)),
    hidden: [...seen].filter(([, { covered }]) => covered).map(([one]) => name(one)),
  });
}
