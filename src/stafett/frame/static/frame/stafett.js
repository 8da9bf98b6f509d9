// Comfort only: says aloud that a part of the page could not be fetched or saved (the sentences stand in the page),
// takes away a weekday that no longer holds, unfolds what a choice makes needed, puts the cursor in the field that an
// unfolded form begins with, and lets a link take along what is chosen in a list (without it, the list it leads to is
// chosen in again).
"use strict";
(function () {
  function tell(name) {
    const place = document.getElementById("messages");
    const words = document.getElementById("trouble-" + name);
    if (!place || !words) return;
    place.replaceChildren(words.content.cloneNode(true));
    place.scrollIntoView({ block: "nearest" });
  }
  // The weekday beside a day is that of the day that was there: it goes when another is typed.
  document.addEventListener("input", (event) => {
    const said = event.target.nextElementSibling;
    if (said && said.classList.contains("field__weekday")) said.remove();
  });
  document.addEventListener("htmx:sendError", () => tell("unreachable"));
  document.addEventListener("htmx:timeout", () => tell("unreachable"));
  document.addEventListener("htmx:responseError", () => tell("refused"));
  document.querySelectorAll("details[data-opened-by]").forEach((part) => {
    const form = part.closest("form");
    const [name, value] = part.dataset.openedBy.split("=");
    form.addEventListener("change", () => {
      if (new FormData(form).get(name) === value) part.open = true;
    });
  });
  document.querySelectorAll("details[data-begin]").forEach((part) => {
    const field = document.getElementById(part.dataset.begin);
    part.addEventListener("toggle", () => {
      if (field && part.open) field.focus();
    });
  });
  document.querySelectorAll("a[data-follows]").forEach((link) => {
    const list = document.getElementById(link.dataset.follows);
    if (!list) return;
    list.addEventListener("change", () => {
      const there = new URL(link.href);
      there.searchParams.set(link.dataset.followsAs, list.value);
      link.href = there;
    });
  });
})();
