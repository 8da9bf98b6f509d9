"""Are the pictures in the README of pages that are there? `STAFETT_PICTURES=1` takes them anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.visit import Site, visiting

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "docs" / "screenshots"
SHOWN = re.compile(r"\(docs/screenshots/([\w-]+)\.png\)")
FEWEST_COLOURS = 50
"""A page that was drawn has far more; a blank one has a handful."""
FROM = {"report": "article section:nth-of-type(2)"}
"""Where on its page a picture begins, if not at the top."""


def addresses(site: Site) -> dict[str, tuple[str, str]]:
    """Each picture: who takes it, and of which page."""
    return {
        "today": ("malin.norrvik@demo.example", "/"),
        "handover": ("karin", site.keys["handed"]),
        "initiative": ("leader", "/insatser/duellen/"),
        "table": ("leader", "/siffror/insats/duellen/outcomes/?by=sex"),
        "import": ("eva", site.keys["also"]["eva"][1]),
        "report": ("leader", f"/rapporter/{site.keys['final']}/"),
    }


@pytest.mark.parametrize("name", ["today", "handover", "initiative", "table", "import", "report"])
def test_each_picture_is_taken_of_a_page_that_is_drawn(
    name: str, browser: Browser, site: Site, tmp_path: Path
) -> None:
    who, address = addresses(site)[name]
    folder = KEPT if os.environ.get("STAFETT_PICTURES") else tmp_path
    with visiting(browser, site, site.keys.get(who, who)) as page:
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok
        page.locator(FROM.get(name, "body")).first.evaluate("place => place.scrollIntoView()")
        page.screenshot(path=folder / f"{name}.png")
    with Image.open(folder / f"{name}.png") as taken, Image.open(KEPT / f"{name}.png") as kept:
        colours = taken.convert("RGB").getcolors(taken.width * taken.height)
        assert colours is not None
        assert len(colours) > FEWEST_COLOURS
        assert kept.size == taken.size


@pytest.mark.parametrize("readme", ["README.md", "README.sv.md"])
def test_both_readmes_show_every_picture_that_is_kept_and_no_other(readme: str, site: Site) -> None:
    shown = SHOWN.findall((ROOT / readme).read_text("utf-8"))
    kept = {path.stem for path in KEPT.glob("*.png")}
    assert set(shown) == kept == set(addresses(site))
