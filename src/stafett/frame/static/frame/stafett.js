// Comfort only: says aloud that a part of the page could not be fetched or saved, and takes away a weekday that no
// longer holds. The sentences stand in the page.
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
})();
