// Rows that can be put in order, by dragging and by buttons, without waiting for the server.
//
//   <ol data-order>                            the list; it may have hx-trigger="ordered"
//     <li data-key="…">                        a row; its key is what the page calls it
//       <span class="grip" data-grip aria-hidden="true">…</span>     drags the row: mouse, touch, pen
//       <input type="hidden" name="order" value="…">                 so that a form has the order
//       <button data-move="-1">…</button>      moves the row up by one place; "1" moves it down
//
// After each change the list gets the event "ordered" (it bubbles); its detail is
// {key, from, to, count, keys}: which row, its places before and after counted from 1, how many
// rows there are, and all keys in their new order. The row itself is moved, so what has the focus
// keeps it. A button may be the submit button of an ordinary form: that is sent only without
// scripts. Escape ends a drag and puts the row back. A row that is dragged has the class "dragged".
"use strict";

(() => {
  const rowsOf = (list) => [...list.children].filter((each) => each.matches("[data-key]"));

  /** Tell the list's new order, if it is one. */
  function tell(list, row, before) {
    const rows = rowsOf(list);
    const keys = rows.map((each) => each.dataset.key);
    const from = before.indexOf(row) + 1;
    const to = rows.indexOf(row) + 1;
    if (from === to) return;
    const detail = { key: row.dataset.key, from, to, count: rows.length, keys };
    list.dispatchEvent(new CustomEvent("ordered", { bubbles: true, detail }));
  }

  // By buttons.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-order] [data-move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-key]");
    const list = row.closest("[data-order]");
    const before = rowsOf(list);
    const other = before[before.indexOf(row) + Number(button.dataset.move)];
    if (!other) {
      say(Number(button.dataset.move) < 0 ? "It is the first already" : "It is the last already");
      return;
    }
    // The other row goes past this one, which stays where it is in the page with its focus.
    if (Number(button.dataset.move) < 0) row.after(other);
    else row.before(other);
    row.scrollIntoView({ block: "nearest" });
    tell(list, row, before);
  });

  // By dragging.
  let drag = null;

  /** End the drag; without `keep` the rows go back to where they were. */
  function end(keep) {
    if (!drag) return;
    const { list, row, before } = drag;
    drag = null;
    row.classList.remove("dragged");
    if (keep) tell(list, row, before);
    else list.append(...before);
  }

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-order] [data-grip]");
    if (!grip || event.button !== 0 || drag) return;
    event.preventDefault();
    const row = grip.closest("[data-key]");
    const list = row.closest("[data-order]");
    drag = { list, row, before: rowsOf(list), pointer: event.pointerId };
    row.classList.add("dragged");
  });

  // A finger on a grip drags the row rather than the page.
  document.addEventListener("touchstart", (event) => {
    if (event.target.closest("[data-order] [data-grip]")) event.preventDefault();
  }, { passive: false });

  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (!drag.row.isConnected) { drag = null; return; }
    const { list, row } = drag;
    for (const other of rowsOf(list)) {
      if (other === row) continue;
      const box = other.getBoundingClientRect();
      const middle = box.top + box.height / 2;
      const isAbove = row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING;
      if (isAbove && event.clientY < middle) { other.before(row); break; }
      if (!isAbove && event.clientY > middle) other.after(row);
    }
    const edge = 60;
    if (event.clientY < edge) scrollBy(0, -12);
    else if (event.clientY > innerHeight - edge) scrollBy(0, 12);
  });

  document.addEventListener("pointerup", (event) => {
    if (drag && event.pointerId === drag.pointer) end(true);
  });
  document.addEventListener("pointercancel", () => end(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end(false);
  });
})();
