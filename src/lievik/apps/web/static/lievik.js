// What a script adds to pages that can be read without one: forms that answer at once, tips and arrow keys on charts.
"use strict";
document.documentElement.classList.add("js");

// Arrow keys and letters pass one choice on the way to another: nothing is sent then until Enter or the button.
let isPassing = false;
document.addEventListener("pointerdown", () => { isPassing = false; });
document.addEventListener("keydown", (event) => {
  const field = event.target.closest("form[data-controls] select");
  isPassing = field !== null && ![" ", "Enter"].includes(event.key) && !event.altKey;
  if (!field || event.key !== "Enter" || !field.form.classList.contains("passed")) return;
  event.preventDefault();
  field.form.requestSubmit();
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-controls]");
  if (!form || event.target.closest("details")) return;
  if (isPassing) form.classList.add("passed");
  else form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-controls]")) return;
  for (const field of event.target.elements) if (field.name && field.value === "") field.disabled = true;
});
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[data-controls] :disabled")) field.disabled = false;
});

// A page that takes a moment is told of at once.
const waiting = (on) => document.documentElement.classList.toggle("waiting", on);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
  const to = new URL(link.href, location.href);
  if (to.origin !== location.origin || to.pathname.endsWith(".csv")) return;
  if (to.pathname + to.search !== location.pathname + location.search) waiting(true);
});
document.addEventListener("submit", () => waiting(true));
window.addEventListener("pageshow", () => waiting(false));

const tip = document.createElement("div");
tip.className = "tip";
tip.setAttribute("role", "status");
tip.hidden = true;
document.body.append(tip);

function show(item) {
  tip.textContent = item.dataset.tip;
  tip.hidden = false;
  const box = item.getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left + box.width / 2 - tip.offsetWidth / 2), innerWidth - tip.offsetWidth - 8);
  const above = box.top - tip.offsetHeight - 8;
  Object.assign(tip.style, { left: `${left}px`, top: `${above > 4 ? above : box.bottom + 8}px` });
}
const hide = () => { tip.hidden = true; };

document.addEventListener("pointerover", (event) => {
  const item = event.target.closest("[data-tip]");
  if (item) show(item); else hide();
});
document.addEventListener("scroll", hide, { passive: true, capture: true });

// One tab stop a chart; arrow keys walk through what it shows, Enter opens the records.
function walk(chart) {
  const items = [...chart.querySelectorAll("[data-tip]")];
  if (!items.length || chart.hasAttribute("tabindex")) return;
  let at = -1;
  chart.setAttribute("tabindex", "0");
  chart.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) at = (at + step + items.length) % items.length;
    else if (event.key === "Home") at = 0;
    else if (event.key === "End") at = items.length - 1;
    else if (event.key === "Escape") { hide(); return; }
    else if (event.key === "Enter" && at >= 0) {
      const link = items[at].closest("a");
      if (link) location.href = link.getAttribute("href");
      return;
    } else return;
    event.preventDefault();
    show(items[at]);
  });
  chart.addEventListener("blur", hide);
}
const walkAll = () => document.querySelectorAll("svg[data-chart]").forEach(walk);
walkAll();
document.addEventListener("htmx:after:swap", () => { hide(); waiting(false); walkAll(); });
document.addEventListener("htmx:error", () => waiting(false));
