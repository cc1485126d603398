// The review by keyboard: j, k and the arrows go between items, 1, 2, 3 choose a mark. Never while typing.
const STEPS = { j: "following", ArrowRight: "following", k: "previous", ArrowLeft: "previous" };
const found = (id) => document.getElementById(id);

document.addEventListener("keydown", (event) => {
  const form = found("mark");
  if (event.key === "Enter" && event.ctrlKey && form && form.contains(event.target)) form.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("textarea, select, [contenteditable], input:not([type=radio])")) return;
  const isChoice = event.target.matches("input[type=radio]");
  if (STEPS[event.key] && !(isChoice && event.key.startsWith("Arrow"))) {
    const link = found(STEPS[event.key]);
    if (link) link.click();
  }
  const choice = form && form.querySelectorAll("input[type=radio]")["123".indexOf(event.key)];
  if (!choice || event.key.length !== 1) return;
  event.preventDefault();
  choice.checked = true;
  (choice.value === "true" ? choice : found("remark")).focus();
});

// What was refused is shown too: in place where the form is to be mended, else as the whole page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { status } = event.detail.xhr;
  if (event.detail.xhr.getResponseHeader("HX-Retarget")) event.detail.selectOverride = ".notice"; // log in again
  if (status !== 422 && status !== 403 && status !== 409) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  if (status !== 422) {
    event.detail.target = found("main");
    event.detail.selectOverride = "#main";
  }
});

const current = () => {
  const link = document.querySelector(".side [aria-current]");
  const side = found("side");
  if (link && side.scrollHeight > side.clientHeight) side.scrollTop = link.offsetTop - side.clientHeight / 2;
};
document.addEventListener("htmx:afterSettle", () => {
  current();
  if (found("subject-name") && !document.activeElement.closest("#review")) found("subject-name").focus({ preventScroll: true });
});
document.addEventListener("DOMContentLoaded", current);
