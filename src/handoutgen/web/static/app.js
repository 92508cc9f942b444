// What the page does by itself beside htmx. Without it everything still works by buttons.
"use strict";

document.documentElement.classList.add("js");

/** Say something to those who can't see it. */
function say(words) {
  const place = document.getElementById("said");
  place.textContent = "";
  setTimeout(() => { place.textContent = words; }, 50);
}

// <button data-copy="ID"> copies what stands in the field of that id.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value);
    say("Copied");
    button.dataset.done = "Copied";
    setTimeout(() => { delete button.dataset.done; }, 2000);
  } catch {
    field.focus();
    field.select();
    say("Press Control C to copy");
  }
});

// What stays the same, such as how many pages there are, is said once and not after each letter
// (data-once); after a fault it is said again.
let counted = "";
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (!fragment.hasAttribute?.("data-once")) return;
  const words = fragment.textContent.trim();
  if (words === (target.id === "said" ? counted : target.textContent.trim())) event.detail.shouldSwap = false;
  if (target.id === "said") counted = words;
});
document.addEventListener("htmx:responseError", () => { counted = ""; });

// Where a request fails on its way (the server was stopped), say so rather than nothing.
document.addEventListener("htmx:sendError", () => {
  const main = document.getElementById("main");
  if (document.getElementById("lost")) return;
  const note = document.createElement("p");
  note.id = "lost";
  note.className = "problems";
  note.setAttribute("role", "alert");
  note.textContent = "handoutgen doesn’t answer. If it was ended, start it again in its window, and open its new link.";
  main.prepend(note);
});
// It answers again.
document.addEventListener("htmx:beforeOnLoad", () => document.getElementById("lost")?.remove());

/** Pages stay in sight in that place until the pictures of the next ones are there. Where one isn't
 * kept any more, `asker` is triggered with "again", which asks for all of them once more. */
function keepPictures(place, asker) {
  let before = [];
  place.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target === place) before = [...place.querySelectorAll(".pages li")];
  });
  place.addEventListener("htmx:afterSwap", () => {
    [...place.querySelectorAll(".pages li")].forEach((item, number) => {
      if (!before[number]) return;
      const [old, fresh] = [before[number], item].map((each) => each.querySelector("img"));
      item.querySelector("details").open = before[number].querySelector("details").open;
      for (const name of ["width", "height", "alt", "src"]) old.setAttribute(name, fresh.getAttribute(name));
      fresh.replaceWith(old);
    });
    before = [];
  });
  let asked = 0;
  place.addEventListener("error", (event) => {
    if (event.target.tagName !== "IMG" || Date.now() - asked < 10000) return;
    asked = Date.now();
    htmx.trigger(asker, "again");
  }, true);
}
