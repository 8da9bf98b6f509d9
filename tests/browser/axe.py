"""Does a page shut somebody out? Asks axe-core (vendored, MPL-2.0) inside the browser."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
GRAVE = ("serious", "critical")
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


def serious_faults(page: Page) -> list[str]:
    """The rules that the page breaks seriously or critically: "rule: why (where)", none when all is well."""
    # evaluate() runs outside the page's content policy, so that the page is tried with its policy on.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_script())
    return [_sentence(fault) for fault in page.evaluate(RUN) if fault["impact"] in GRAVE]


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def _sentence(fault: dict[str, Any]) -> str:
    places = ", ".join(" ".join(map(str, node["target"])) for node in fault["nodes"])
    return f"{fault['id']}: {fault['help']} ({places})"
