// The brand's form: its colours in step with their palettes, and faults marked on their fields.
"use strict";

(() => {
  const form = document.getElementById("brand");
  if (!form) return;
  const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

  // A field is marked as wrong while something is told of it.
  const mark = (place) => {
    const around = place.closest(".field");
    const field = around?.querySelector("input, select, textarea");
    if (!field) return;
    const wrong = !!place.querySelector(".problem");
    around.classList.toggle("wrong", wrong);
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };
  // The palette follows the field, once the server has read it.
  const follow = (place) => {
    const picker = form.querySelector(`[data-picks="${place.dataset.field}"]`);
    if (picker && place.dataset.colour && document.activeElement !== picker) picker.value = place.dataset.colour;
  };
  document.body.addEventListener("htmx:afterSettle", () => {
    for (const place of form.querySelectorAll(".told")) {
      mark(place);
      follow(place);
    }
  });
  form.addEventListener("input", (event) => {
    const name = event.target.dataset.picks;
    if (!name) {
      const picker = form.querySelector(`[data-picks="${event.target.id}"]`);
      if (picker && /^#[0-9a-f]{6}$/i.test(event.target.value)) picker.value = event.target.value;
      return;
    }
    event.stopPropagation();
    const field = document.getElementById(name);
    field.value = event.target.value;
    changed(field);
  });
  // What is refused as a whole, such as too large a file, is told above the form.
  form.addEventListener("htmx:responseError", (event) => {
    if (event.target === form) document.getElementById("others").innerHTML = event.detail.xhr.responseText;
  });
  // The button with the nearest colour that passes needs no new page.
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    event.preventDefault();
    const field = document.getElementById(button.dataset.take);
    field.value = button.dataset.nearest;
    field.focus();
    changed(field);
    say(`${button.dataset.nearest} is taken`);
  });
  // Enter shows the change rather than loading the page anew.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input[type=text]")) {
      event.preventDefault();
      changed(event.target);
    }
  });
})();
