// Draws <figure data-chart="id of the JSON"> with Plotly. The server decides what is drawn (core/charts);
// here it gets the theme's colours, a tip, links, and a new drawing when the theme or a fragment changes.
const TOKEN = /^(--[a-z0-9-]+?)(?:\/(\d+))?$/; // a colour of the theme, or so many percent of it
const PLAIN = { displayModeBar: false, responsive: true, showTips: false, doubleClick: false };
const BIG = [[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "k"]];
const WIDE = 520; // pixels
const CHARACTER = 7;
const PAPER = 680; // px; fits A4 and Letter upright
const shown = new Map(); // by plot: what it shows, the text this was read from, and how it looks
const heard = new WeakSet(); // plots whose clicks lead somewhere
const paper = matchMedia("print");

const styles = () => getComputedStyle(document.documentElement);

function colour([, token, percent], css) {
  const found = css.getPropertyValue(token).trim();
  return percent ? found.replace(/^rgb\((.*)\)$/, `rgba($1, ${percent / 100})`) : found;
}

function coloured(value, css) {
  if (typeof value === "string") return TOKEN.test(value) ? colour(value.match(TOKEN), css) : value;
  if (Array.isArray(value)) return value.map((item) => coloured(item, css));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, coloured(item, css)]));
}

// The names of lines at their ends, where there is room for them.
function lineEnds(figure, width, css) {
  const names = width >= WIDE ? (figure.lineEnds ?? []) : [];
  const longest = Math.max(0, ...names.map((name) => name.text.length));
  return { names: coloured(names, css), room: longest ? 12 + longest * CHARACTER : 0 };
}

function layoutOf(figure, zooms, width, css) {
  const ends = lineEnds(figure, width, css);
  const quiet = css.getPropertyValue("--ink-2").trim();
  const axis = { fixedrange: true, zeroline: false, tickfont: { color: quiet, size: 12 }, automargin: true };
  const given = coloured(figure.layout, css);
  return {
    ...given,
    autosize: !paper.matches,
    ...(paper.matches && { width: PAPER }),
    annotations: [...(given.annotations ?? []), ...ends.names],
    margin: { l: 8, r: 8 + ends.room, t: 20, b: 8, pad: 4 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: css.getPropertyValue("--font"), color: quiet, size: 12 },
    showlegend: false,
    hovermode: "x",
    dragmode: zooms ? "zoom" : false,
    xaxis: { ...axis, showgrid: false, ...given.xaxis, fixedrange: !zooms },
    yaxis: { ...axis, gridcolor: css.getPropertyValue("--hairline").trim(), ...given.yaxis },
  };
}

// What still grows is hatched.
function hatched(figure, trace) {
  if (trace.type !== "bar" || !figure.grows?.includes(true)) return trace;
  const shape = figure.grows.map((growing) => (growing ? "/" : ""));
  return { ...trace, marker: { ...trace.marker, pattern: { shape, size: 6, solidity: 0.5 } } };
}

// Series over a common axis get our tip, which sorts and sums; the others Plotly's own.
function tracesOf(figure, css) {
  return figure.data.map((trace) => ({
    ...coloured(hatched(figure, trace), css),
    ...(figure.labels ? { x: figure.x, hoverinfo: "none" } : ownTip(trace)),
  }));
}

const ownTip = (trace) => ({
  hovertemplate: trace.type === "heatmap" ? "%{y}, %{x}<br>%{text}<extra></extra>" : "%{label}<br>%{text}<extra></extra>",
});

const specOf = (plot) => shown.get(plot).spec;
const lookOf = (spec) => JSON.stringify(spec, (name, value) => (name === "href" || name === "hrefs" ? undefined : value));

function draw(plot) {
  const figure = plot.closest("[data-chart]");
  const [spec, css] = [specOf(plot), styles()];
  Plotly.react(plot, tracesOf(spec, css), layoutOf(spec, "zoom" in figure.dataset, plot.clientWidth, css), PLAIN);
  if (heard.has(plot)) return;
  heard.add(plot);
  listen(plot);
}

// Whether there is something else to draw: links alone, which hold the order of a table, change no drawing.
function read(figure, plot) {
  const text = document.getElementById(figure.dataset.chart)?.textContent;
  const known = shown.get(plot);
  if (!text || typeof Plotly === "undefined" || known?.text === text) return false;
  const spec = JSON.parse(text);
  const look = lookOf(spec);
  shown.set(plot, { text, spec, look });
  return known?.look !== look;
}

function listen(plot) {
  plot.on("plotly_click", (event) => follow(specOf(plot), under(specOf(plot), event, plot)));
  plot.on("plotly_relayout", (change) => zoom(specOf(plot), change));
  plot.on("plotly_hover", (event) => specOf(plot).labels && tip(plot.closest("[data-chart]"), specOf(plot), event.points[0].pointNumber, event.event));
  plot.on("plotly_unhover", () => tipOf(plot)?.remove());
}

const tipOf = (plot) => plot.parentElement.querySelector(".chart-tip");

// Only addresses of this product are followed.
function visit(href, pairs = {}) {
  const address = inOrder(new URL(href, location.href));
  if (address.origin !== location.origin) return;
  if (pairs.from) ["range", "cursor"].forEach((name) => address.searchParams.delete(name));
  Object.entries(pairs).forEach(([name, value]) => address.searchParams.set(name, value));
  visitAddress(address.href);
}

// All series of a moment are hovered at once; a click means the one whose part of the stack it is in.
function under(spec, event, plot) {
  const linked = event.points.filter(({ curveNumber }) => spec.data[curveNumber].href || spec.data[curveNumber].hrefs);
  linked.sort((one, other) => one.curveNumber - other.curveNumber);
  const axis = linked[0]?.yaxis;
  let left = axis?.p2d(event.event.clientY - plot.getBoundingClientRect().top - axis._offset);
  return linked.find((point) => (left -= spec.data[point.curveNumber].y?.[point.pointNumber] ?? 0) <= 0) ?? linked[0];
}

function follow(spec, point) {
  if (!point) return;
  const trace = spec.data[point.curveNumber];
  const href = trace.hrefs ? trace.hrefs[point.pointNumber] : trace.href;
  if (!href) return;
  const [from, to] = ends(spec, point.pointNumber);
  visit(href, from ? { from, to } : {});
}

// First and last day of a moment: the one it lies in, unless it is longer. Other axes than of time have none.
function ends(spec, place) {
  if (!spec.ends) return [];
  const day = spec.x[place].slice(0, 10);
  return spec.ends[place] ?? [day, day];
}

// Both as local time: a date alone would be read as UTC.
const moment = (text) => Date.parse(text.length === 10 ? `${text}T00:00` : text.replace(" ", "T"));

// Axes of other things than time have no range of a page.
function zoom(spec, change) {
  if (!spec.ends) return;
  const [low, high] = ["xaxis.range[0]", "xaxis.range[1]"].map((name) => change[name] && moment(change[name]));
  const within = spec.x.flatMap((start, place) => (low <= moment(start) && moment(start) <= high ? [place] : []));
  if (!within.length) return;
  visit(location.href, { from: ends(spec, within[0])[0], to: ends(spec, within.at(-1))[1] });
}

function quantity(unit, value) {
  if (value === null || value === undefined) return "—";
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (unit === "usd") {
    const digits = size >= 1 || size === 0 ? 2 : Math.max(4, 1 - Math.floor(Math.log10(size)));
    return `${sign}$${size.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
  }
  const step = unit === "tokens" && BIG.find(([least]) => size >= least);
  if (step) return `${sign}${(size / step[0]).toPrecision(3)} ${step[1]}`;
  return `${sign}${size.toLocaleString("en-US", size < 1 ? { maximumSignificantDigits: 4 } : undefined)}`;
}

function line(cells, kind = "") {
  const row = document.createElement("tr");
  row.className = kind;
  cells.forEach((text, place) => {
    const cell = document.createElement(place ? "td" : "th");
    cell.append(text);
    row.append(cell);
  });
  return row;
}

function named(trace, plot, place) {
  const name = document.createElement("span");
  const swatch = document.createElement("span");
  swatch.className = trace.compared ? "swatch line" : "swatch";
  const drawn = plot.data[place];
  if (!trace.compared) swatch.style.color = drawn.marker?.color ?? drawn.line?.color;
  name.append(swatch, trace.name || "Total");
  return name;
}

// Total first, then every series of the moment by size with its share.
function tip(figure, spec, place, pointer) {
  figure.querySelector(".chart-tip")?.remove();
  const plot = figure.querySelector(".chart-plot");
  const all = spec.data.map((trace, at) => ({ trace, at, value: trace.y[place] ?? null }));
  const parts = all.filter(({ trace, value }) => !trace.compared && value);
  const sum = parts.reduce((total, { value }) => total + value, 0);
  const box = document.createElement("div");
  const table = document.createElement("table");
  box.className = "chart-tip";
  box.append(`${spec.labels[place]}${spec.grows?.[place] ? ", so far" : ""}`);
  if (!spec.apart && (parts.length !== 1 || parts[0].trace.name)) table.append(line(["Total", quantity(spec.unit, sum), ""], "sum"));
  parts.sort((a, b) => b.value - a.value);
  parts.forEach(({ trace, at, value }) => {
    const share = sum > 0 && trace.name && !spec.apart ? `${Math.round((value / sum) * 100)} %` : "";
    table.append(line([named(trace, plot, at), quantity(spec.unit, value), share]));
  });
  all.filter(({ trace }) => trace.compared).forEach(({ trace, at, value }) => {
    table.append(line([named(trace, plot, at), quantity(spec.unit, value), ""]));
  });
  box.append(table, spec.notes?.[spec.x[place]] ?? "");
  figure.append(box);
  const frame = figure.getBoundingClientRect();
  const across = pointer.clientX - frame.left;
  const left = across + 16 + box.offsetWidth > frame.width ? across - 16 - box.offsetWidth : across + 16;
  box.style.left = `${Math.max(left, 0)}px`;
  box.style.top = `${Math.max(pointer.clientY - frame.top - box.offsetHeight - 8, 8)}px`;
}

// Spreadsheets take text that begins so for a formula.
function csvCell(value) {
  const text = String(value ?? "");
  const safe = typeof value === "string" && /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvRows(figure, spec) {
  if (spec.labels) {
    const head = ["", ...spec.data.map((trace) => trace.name || spec.unit)];
    return [head, ...spec.labels.map((label, place) => [label, ...spec.data.map((trace) => trace.y[place])])];
  }
  return [...figure.querySelectorAll(".chart-table tr")].map((row) => [...row.cells].map((cell) => cell.textContent));
}

function save(button) {
  const figure = button.closest("[data-chart]");
  const plot = figure.querySelector(".chart-plot");
  const background = styles().getPropertyValue("--surface").trim();
  if (button.dataset.chartSave === "png") {
    const { width, height } = plot.getBoundingClientRect();
    const layout = { ...plot.layout, paper_bgcolor: background };
    Plotly.downloadImage({ data: plot.data, layout }, { format: "png", filename: figure.id, width, height, scale: 2 });
    return;
  }
  const text = csvRows(figure, specOf(plot)).map((row) => row.map(csvCell).join(",")).join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = `${figure.id}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

const offerSaving = () => document.querySelectorAll("[data-chart-save]").forEach((button) => (button.hidden = typeof Plotly === "undefined"));
const drawAll = () => [...shown.keys()].forEach(draw);

// After a part of the page has changed: what is gone, and what is new or shows something else.
function drawChanged() {
  for (const plot of shown.keys()) if (!plot.isConnected) Plotly.purge(plot), shown.delete(plot);
  for (const figure of document.querySelectorAll("[data-chart]")) {
    const plot = figure.querySelector(".chart-plot");
    if (read(figure, plot)) draw(plot);
  }
}

// What somebody asked for is seen at once; charts follow with the next frame.
const soon = (work) => () => requestAnimationFrame(() => setTimeout(work));

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-chart-save]");
  if (button) save(button);
});
document.addEventListener("htmx:afterSwap", offerSaving);
document.addEventListener("htmx:afterSettle", soon(drawChanged));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll());
paper.addEventListener("change", () => drawAll());
new MutationObserver(soon(drawAll)).observe(document.documentElement, { attributeFilter: ["data-theme"] });
offerSaving();
drawChanged();
