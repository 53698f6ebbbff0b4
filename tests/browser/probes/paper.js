// What is of no use on paper: navigation, controls, drawings that are wider than their frame.
() => {
  const name = (one) => `${one.localName}.${[...one.classList].join(".")} "${one.textContent.trim().slice(0, 40)}"`;
  const controls = [...document.querySelectorAll(".rail, .top, button, .button, input, select")].filter((one) => one.checkVisibility());
  const wide = [...document.querySelectorAll(".chart-plot")].filter((one) => one.scrollWidth > one.clientWidth);
  return [...controls, ...wide].map(name);
}
