// The batch page: how far a batch is, as it goes on. Without this script the page loads itself anew.
"use strict";

(() => {
  const between = 15000; // milliseconds between two things that are said aloud

  /** Put what the page is by now in place of what it was, and go to its heading. */
  async function renew() {
    const answer = await fetch("/batch", { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("batch-page");
    if (!answer.ok || !fresh) return location.reload();
    document.getElementById("batch-page").replaceWith(fresh);
    window.htmx?.process(fresh);
    document.title = page.title;
    begin();
    fresh.querySelector("[data-focus]")?.focus();
    const result = fresh.querySelector("h1 ~ section h2, .problems");
    if (result) say(result.textContent.trim().slice(0, 200));
  }

  function follow(panel) {
    const bar = document.getElementById("bar");
    const words = panel.querySelector("#how-far label");
    const lost = document.getElementById("lost-track");
    let said = Date.now() - between + 2000;
    let failures = 0;
    const source = new EventSource(`/batch/${panel.dataset.job}/events?seen=${panel.dataset.notes}`);
    source.addEventListener("open", () => { failures = 0; lost.hidden = true; });
    source.addEventListener("far", (event) => {
      const far = JSON.parse(event.data);
      words.textContent = far.words;
      if (far.total) { bar.max = far.total; bar.value = far.done; }
      if (Date.now() - said > between) { said = Date.now(); say(far.words); }
    });
    source.addEventListener("note", (event) => {
      const line = document.createElement("li");
      line.textContent = JSON.parse(event.data).words;
      document.getElementById("notes").append(line);
    });
    source.addEventListener("end", () => { source.close(); renew(); });
    source.addEventListener("error", () => {
      failures += 1;
      if (source.readyState === EventSource.CLOSED) return location.reload();
      if (failures > 3) { lost.hidden = false; lost.setAttribute("role", "alert"); }
    });
    addEventListener("pagehide", () => source.close(), { once: true });
  }

  /** Show a part only while its box is ticked; let a button wait for one. */
  function settle() {
    for (const part of document.querySelectorAll("[data-shown-by]")) {
      part.hidden = !document.getElementById(part.dataset.shownBy)?.checked;
    }
    for (const button of document.querySelectorAll("[data-needs]")) {
      const box = document.getElementById(button.dataset.needs);
      button.disabled = Boolean(box && !box.checked);
      const why = document.getElementById(`${button.id}-why`);
      if (why) why.hidden = !button.disabled;
    }
    const link = document.getElementById("template");
    const packet = document.getElementById("packet");
    if (link && packet) link.href = `/batch/template/${encodeURIComponent(packet.value)}.csv`;
  }

  function begin() {
    const panel = document.getElementById("running");
    if (panel) follow(panel);
    settle();
  }

  document.addEventListener("change", (event) => {
    settle();
    // What locks the files says which rows need a password: read the roster again.
    if (event.target.id === "encrypt" && document.getElementById("checked")) {
      document.getElementById("packet").dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  document.addEventListener("htmx:afterSettle", settle);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    form.querySelector(".buttons .htmx-indicator")?.classList.add("htmx-request");
    if (form.querySelector('input[type="file"]')) say("Reading the roster");
    setTimeout(() => { // once is enough; what was pressed has been sent by then
      for (const button of form.querySelectorAll("button")) button.disabled = true;
    });
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  begin();
})();
