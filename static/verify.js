// A file chosen or dropped on the page is hashed here, in the browser, and never sent anywhere: only its
// SHA-256 goes into the form, as if it had been typed.
"use strict";
(() => {
  const place = document.getElementById("file-place");
  const file = document.getElementById("file");
  const told = document.getElementById("file-told");
  if (!place || !window.crypto || !crypto.subtle) return;
  place.hidden = false;

  async function hash(chosen) {
    if (!chosen) return;
    told.textContent = "正在计算…";
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await chosen.arrayBuffer()));
    const text = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    document.getElementById("digest").value = text;
    told.textContent = "已算出 " + chosen.name + " 的摘要，文件没有上传。请点“查验”。";
  }

  file.addEventListener("change", () => hash(file.files[0]));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    hash(event.dataTransfer.files[0]);
  });
})();
