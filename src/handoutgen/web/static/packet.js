// What the packet's page does by itself beside htmx and order.js: it tells where a sheet was moved,
// keeps pictures until the next ones are there, and marks the field that needs a change.
"use strict";

(() => {
  const shown = () => document.getElementById("shown");
  let before = [];

  document.addEventListener("ordered", (event) => {
    if (event.target.id !== "packet-list") return;
    const { key, to, count } = event.detail;
    const words = document.querySelector(`#row-${CSS.escape(key)} .row-words`).firstElementChild;
    say(`“${words.textContent}” is number ${to} of ${count} now`);
  });

  // The old picture stays in its place while the new one is on its way.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.id === "shown") before = [...event.target.querySelectorAll("li")];
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "shown") return;
    shown().querySelectorAll("li").forEach((item, place) => {
      if (!before[place]) return;
      const [old, fresh] = [before[place], item].map((each) => each.querySelector("img"));
      item.querySelector("details").open = before[place].querySelector("details").open;
      for (const name of ["width", "height", "alt"]) old.setAttribute(name, fresh.getAttribute(name));
      if (old.getAttribute("src") !== fresh.getAttribute("src")) old.src = fresh.getAttribute("src");
      fresh.replaceWith(old);
    });
    before = [];
  });

  // A picture that isn't kept any more is asked for once again.
  let asked = 0;
  document.addEventListener("error", (event) => {
    if (!event.target.closest?.("#shown img") || Date.now() - asked < 10000) return;
    asked = Date.now();
    htmx.trigger(document.body, "packetChanged");
  }, true);

  // What is wrong is told above the fields; each of those says so itself, too.
  document.addEventListener("htmx:afterSettle", () => {
    const told = [...document.querySelectorAll("#settings-told [data-field]")];
    const names = told.map((each) => each.dataset.field);
    for (const field of document.querySelectorAll("#packet-form .soon input")) {
      const isWrong = names.includes(field.name);
      field.closest(".field").classList.toggle("wrong", isWrong);
      if (isWrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  });

  // Enter in a field takes its words over rather than loading everything anew.
  document.addEventListener("submit", (event) => {
    if (event.submitter?.id !== "packet-show") return;
    event.preventDefault();
    htmx.trigger(event.target, "again");
  });
})();
