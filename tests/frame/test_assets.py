"""Is everything that a page needs here, licensed, fetched from nowhere else, and readable in its colours?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command

import stafett.frame

FRAME = Path(stafett.frame.__file__).parent
STATIC = FRAME / "static" / "frame"
SHEETS = sorted(STATIC.rglob("*.css"))
PAGES = sorted((FRAME / "templates").rglob("*.html"))
VENDORED_TESTS = Path(__file__).parent.parent / "browser" / "vendor"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_style_sheet_reaches_outside(path: Path) -> None:
    reached = re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')\s]+)", path.read_text())
    assert [address for address in reached if re.match(r"(?:https?:)?//", address)] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_file_that_a_style_sheet_names_is_here(path: Path) -> None:
    named = re.findall(r"url\([\"']?([^\"')]+)", path.read_text())
    assert all((path.parent / name).exists() for name in named if not name.startswith("data:"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_template_has_style_or_script_of_its_own(path: Path) -> None:
    source = path.read_text()
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:", source) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", source) == []
    assert re.findall(r"https?://", source) == []


@pytest.mark.parametrize(
    ("listing", "names"),
    [
        (STATIC / "VENDORED.md", ["fkui/LICENSE.md", "fonts/LICENSE", "fkui/fkui.min.css"]),
        (VENDORED_TESTS / "VENDORED.md", ["axe/LICENSE", "axe/LICENSE-3RD-PARTY.txt"]),
    ],
)
def test_what_others_made_is_listed_with_its_licence(listing: Path, names: list[str]) -> None:
    text = listing.read_text()
    for name in names:
        assert name in text
        assert (listing.parent / name).stat().st_size > 0


def test_the_agencys_fonts_are_not_here() -> None:
    fonts = {path.stem for path in STATIC.rglob("*.woff*")}
    assert fonts
    assert all(name.startswith("source-sans-3-") for name in fonts)


def test_all_files_can_be_named_by_their_content(
    settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}  # type: ignore[attr-defined]
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = ManifestStaticFilesStorage(tmp_path).hashed_files
    assert hashed["frame/fonts/fonts.css"] != "frame/fonts/fonts.css"
    assert (
        "source-sans-3-latin-400-normal.woff2"
        not in (tmp_path / hashed["frame/fonts/fonts.css"]).read_text()
    )
