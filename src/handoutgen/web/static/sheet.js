// What a sheet's page does by itself beside htmx: pictures that stay until the next ones are there,
// and what is wrong beside its field.
"use strict";

(() => {
  const form = document.getElementById("sheet-form");
  const shown = document.getElementById("shown");

  // On a phone the pages are nearer with the blanks folded away.
  const blanks = document.getElementById("sheet-blanks");
  const isFilledIn = [...form.querySelectorAll("[name^='blank:']")].some((each) => each.type === "checkbox" ? each.checked : each.value);
  if (blanks && !isFilledIn && matchMedia("(max-width: 59.99rem)").matches) blanks.open = false;

  keepPictures(shown, form);

  function mark(name, words) {
    const field = document.getElementById(name);
    const box = field?.closest(".field");
    if (!box) return;
    const id = `${name}-problem`;
    let note = document.getElementById(id);
    if (!note) {
      note = document.createElement("p");
      note.id = id;
      note.className = "problem";
      field.before(note);
    }
    note.textContent = words;
    box.classList.add("wrong");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", id);
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }

  function unmark() {
    for (const box of form.querySelectorAll(".wrong")) {
      box.classList.remove("wrong");
      box.querySelector(".problem")?.remove();
      for (const field of box.querySelectorAll("[aria-invalid]")) {
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
      }
    }
  }

  form.addEventListener("htmx:afterRequest", () => {
    unmark();
    for (const each of document.querySelectorAll("#notices [data-field]")) {
      mark(each.dataset.field, each.querySelector(".what").textContent);
    }
  });

  // A link to a field in a part that is folded away opens that part.
  document.addEventListener("click", (event) => {
    const name = event.target.closest("#notices a[href^='#']")?.hash.slice(1);
    const field = name && document.getElementById(decodeURIComponent(name));
    if (!field) return;
    event.preventDefault();
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    field.focus();
  });

  // Enter in a field shows the pages rather than loading everything anew.
  form.addEventListener("submit", (event) => {
    if (event.submitter?.id !== "sheet-show") return;
    event.preventDefault();
    htmx.trigger(form, "again");
  });
})();
