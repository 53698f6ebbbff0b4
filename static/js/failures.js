// Says when htmx got no answer; the page stays as it was.
const failure = document.getElementById("failure");
const REASONS = { 403: "You may not see this.", 404: "It is gone." };

function tell(text) {
  failure.querySelector("span").textContent = text;
  failure.hidden = false;
}

document.addEventListener("htmx:responseError", (event) => {
  const reason = REASONS[event.detail.xhr.status] ?? "Something failed on our side.";
  tell(`${reason} What you see is as it was before.`);
});
document.addEventListener("htmx:sendError", () => tell("There was no answer. What you see is as it was before."));
document.addEventListener("htmx:afterSwap", () => (failure.hidden = true));
failure.querySelector("button").addEventListener("click", () => (failure.hidden = true));
