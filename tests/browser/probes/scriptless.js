// With scripts switched off: controls that are shown and can do nothing, and what only a script would fill.
() => {
  const shown = (one) => one.checkVisibility({ visibilityProperty: true });
  const name = (one) => `${one.localName}.${[...one.classList].join(".")} "${one.textContent.trim().slice(0, 40)}"`;
  const idle = [...document.querySelectorAll("button")].filter(
    (one) => shown(one) && (one.type === "button" ? !one.popoverTargetElement && !one.hasAttribute("popovertarget") : !one.form),
  );
  const fetched = [...document.querySelectorAll("[hx-get], [hx-post]")].filter(
    (one) => shown(one) && !one.matches("a[href], form") && !one.closest("form") && !one.querySelector("a[href], form, table, p"),
  );
  const leadsNowhere = [...document.querySelectorAll("a")].filter((one) => shown(one) && (!one.hasAttribute("href") || one.getAttribute("href") === "#"));
  return [...new Set([...idle, ...fetched, ...leadsNowhere])].map(name);
}
