// Comfort only: says aloud that a part of the page could not be fetched or saved. The sentences stand in the page.
"use strict";
(function () {
  function tell(name) {
    const place = document.getElementById("messages");
    const words = document.getElementById("trouble-" + name);
    if (!place || !words) return;
    place.replaceChildren(words.content.cloneNode(true));
    place.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("htmx:sendError", () => tell("unreachable"));
  document.addEventListener("htmx:timeout", () => tell("unreachable"));
  document.addEventListener("htmx:responseError", () => tell("refused"));
})();
