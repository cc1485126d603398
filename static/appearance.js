// Light or dark: what the reader chose on this machine, else what his system asks for. Loaded before
// the page is drawn; without it the style sheet follows the system by itself.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try { return localStorage.getItem("appearance"); } catch { return null; }
  };
  const current = () => (["light", "dark"].includes(chosen()) ? chosen() : system.matches ? "dark" : "light");
  const show = () => {
    const dark = current() === "dark";
    root.dataset.bsTheme = dark ? "dark" : "light";
    const button = document.getElementById("appearance");
    if (!button) return;
    button.hidden = false;
    button.textContent = dark ? "浅色" : "深色";
    button.setAttribute("aria-label", dark ? "改为浅色显示" : "改为深色显示");
  };
  show();
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    show();
    document.getElementById("appearance")?.addEventListener("click", () => {
      try { localStorage.setItem("appearance", current() === "dark" ? "light" : "dark"); } catch { return; }
      show();
    });
  });
})();
