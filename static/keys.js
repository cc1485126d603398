// The one key there is, and where the focus stays. "/" goes to the search, as long as nobody is typing.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const search = document.getElementById("search");
  if (event.key !== "/" || typing || !search || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  search.focus();
  search.select();
});

// What is replaced while one waits leaves the focus on what says and does the same.
let left = null;
const saying = (one) => [one.tagName, one.href, one.name, one.value, one.textContent.trim()].join("\n");
document.addEventListener("htmx:beforeSwap", (event) => {
  const at = document.activeElement;
  left = event.detail.target.contains(at) && at !== document.body ? saying(at) : null;
});
document.addEventListener("htmx:afterSwap", () => {
  if (left === null || document.activeElement !== document.body) return;
  const alike = [...document.querySelectorAll("a, button, input, select, textarea, summary")];
  alike.find((one) => saying(one) === left)?.focus({ preventScroll: true });
});
