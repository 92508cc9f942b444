// What the Compose page does by itself beside htmx: keeps its forms up to date with the sheet,
// keeps old pages in sight until the new ones are there. Without it everything works by buttons.
"use strict";

(() => {
  const composer = document.getElementById("composer");
  const preview = document.getElementById("preview");

  // Each form tells which state of the sheet it is for.
  document.body.addEventListener("revised", (event) => {
    for (const field of document.querySelectorAll("input[name=revision]")) field.value = event.detail.revision;
  });

  // What is wrong was put beside its field: mark the field, or no longer.
  composer.addEventListener("htmx:oobAfterSwap", (event) => {
    const slot = event.detail.target?.isConnected ? event.detail.target.closest("[data-slot]") : null;
    if (slot) mark(slot);
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    composer.querySelectorAll("[data-slot]").forEach(mark);
  });

  function mark(slot) {
    const isWrong = !!slot.querySelector(".faults .problem");
    slot.classList.toggle("wrong", isWrong);
    for (const field of slot.querySelectorAll("input:not([type=hidden]), textarea, select")) {
      if (isWrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  // The row that was moved is sent along with the new order.
  document.body.addEventListener("htmx:configRequest", (event) => {
    const moved = event.detail.triggeringEvent;
    if (moved?.type === "ordered") event.detail.parameters.moved = moved.detail.key;
  });

  // What is told of trouble can be put away.
  composer.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    document.getElementById("trouble").replaceChildren();
    document.getElementById("main").focus({ preventScroll: true });
  });

  // A download waits until what was just typed is in the sheet.
  composer.addEventListener("click", (event) => {
    const link = event.target.closest("[data-download]");
    if (!link || !composer.querySelector("form.htmx-request")) return;
    event.preventDefault();
    document.body.addEventListener("htmx:afterRequest", () => setTimeout(() => link.click()), { once: true });
  });

  keepPictures(preview, preview);
})();
