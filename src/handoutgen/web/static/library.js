// The pictures of the sheets come when they are scrolled to, two at a time: the first time each has
// to be made, and a browser asks one server for six things at most, so the search would wait.
"use strict";

const MOST = 2;
const waiting = new Set();
let loading = 0;

function next() {
  for (const picture of waiting) {
    if (loading >= MOST) return;
    waiting.delete(picture);
    if (!picture.isConnected) continue;
    loading += 1;
    const done = () => { loading -= 1; next(); };
    picture.addEventListener("load", done, { once: true });
    picture.addEventListener("error", done, { once: true });
    picture.src = picture.dataset.later;
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) {
      seen.unobserve(entry.target);
      waiting.add(entry.target);
    }
  }
  next();
}, { rootMargin: "400px" });

function watch() {
  for (const picture of document.querySelectorAll("img[data-later]:not([src])")) seen.observe(picture);
}

watch();
document.addEventListener("htmx:afterSettle", watch);
