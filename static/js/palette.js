// The command palette: arrows choose, Enter opens what stands first, typing goes on wherever the focus is.
const palette = document.getElementById("palette");
const question = palette.querySelector("input");
let replied = null; // the question whose answer is shown
let answered = true; // it is the one that is asked
let hurried = false; // Enter came before the answer

const hits = () => [...palette.querySelectorAll(".hit")];

function choose(step) {
  const found = hits();
  const next = found[found.indexOf(document.activeElement) + step];
  (next || (step < 0 || !found.length ? question : found.at(-1))).focus();
}

function openFirst() {
  hurried = !answered;
  if (answered) hits()[0]?.click();
}

palette.addEventListener("opened", () => {
  question.select();
  if (replied !== question.value) htmx.trigger(question, "palette");
});

palette.addEventListener("input", () => ((answered = false), (hurried = false)));

palette.addEventListener("htmx:afterSwap", ({ detail }) => {
  replied = new URL(detail.xhr.responseURL).searchParams.get("q");
  answered = replied === question.value; // what was asked before may be answered after the next letter
  if (document.activeElement === document.body) question.focus(); // what had the focus is gone
  if (hurried) openFirst();
});

palette.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && event.target === question) {
    event.preventDefault();
    openFirst();
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    question.focus();
  }
});
