// A table that holds all rows there are (data-whole) is put into another order here: of each row data-ranks says
// its place among equals and then in every column, nothing where it is unknown. The address says the order, as
// the server would be asked for it, and whatever leads on from the page keeps it.
const NUMERIC = "num";

const ordersHere = (link) => Boolean(link.matches("th a.sort") && link.closest("table[data-whole]")?.querySelector("thead svg"));

// Unknown ones stand last either way.
function comparedBy(column, falling) {
  return (one, other) => {
    const [a, b] = [one.ranks[column], other.ranks[column]];
    if (a === "" || b === "") return (a === "") - (b === "") || one.ranks[0] - other.ranks[0];
    return (falling ? b - a : a - b) || one.ranks[0] - other.ranks[0];
  };
}

function putInOrder(link) {
  const [table, heading] = [link.closest("table"), link.closest("th")];
  const falling = orderOf(link).startsWith("-");
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, ranks: row.dataset.ranks.split(",") }));
  rows.sort(comparedBy(heading.cellIndex + 1, falling));
  table.tBodies[0].replaceChildren(...rows.map(({ row }) => row));
  table.querySelector("th[aria-sort]")?.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
  link.append(table.querySelector("thead svg"));
}

const orderOf = (link) => new URL(link.href).searchParams.get("sort");

// The order a click on a heading asks for: the other way round, or at first numbers from the largest on.
function nextOrder(link) {
  const heading = link.closest("th");
  const sorted = heading.getAttribute("aria-sort");
  const falls = sorted ? sorted === "ascending" : heading.classList.contains(NUMERIC);
  return `${falls ? "-" : ""}${orderOf(link).replace(/^-/, "")}`;
}

function leadOn(link, order) {
  const wanted = [...link.closest("thead").querySelectorAll("a.sort")].map((one) => [one, nextOrder(one)]);
  reorder(stage);
  for (const [one, next] of wanted) one.setAttribute("href", withOrder(new URL(one.href), next).search);
  for (const form of stage.querySelectorAll("form[method='get']")) keepOrder(form, order);
  const question = stage.querySelector("input[type='hidden'][name='query']"); // of a view that may be saved
  if (!question) return;
  question.setAttribute("value", withOrder(new URL(`?${question.value}`, location.href), order).search.slice(1));
}

function keepOrder(form, order) {
  const kept = form.elements.namedItem("sort") ?? form.appendChild(document.createElement("input"));
  for (const [name, value] of Object.entries({ type: "hidden", name: "sort", value: order })) kept.setAttribute(name, value);
}

function withOrder(address, order) {
  address.searchParams.set("sort", order);
  return address;
}
