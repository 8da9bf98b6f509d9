"""Lower floors never know upper ones, and the check that says so can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from stafett.settings import APPS
from tests.architecture.floors import RANK, violations

pytestmark = pytest.mark.wide

SOURCE = Path(__file__).resolve().parents[2] / "src" / "stafett"
PLANTED = {
    "import": ("casework/queries.py", "from stafett.measures.figures import Share\n"),
    "import of the app": ("people/views.py", "from stafett import casework\n"),
    "plain import": ("people/rules.py", "import stafett.casework.models\n"),
    "model string": ("parties/models.py", 'OWNER = "initiatives.Initiative"\n'),
    "get_model": ("people/actions.py", 'm = apps.get_model("casework", "Participation")\n'),
    "module string": ("frame/context.py", 'import_string("stafett.web.views")\n'),
    "url name in code": ("people/views.py", 'redirect("the-report")\n'),
    "url name in template": ("casework/templates/casework/a.html", "{% url 'the-report' %}"),
    "included template": ("frame/templates/frame/a.html", '{% include "reports/a.html" %}'),
    "extended template": ("people/templates/people/a.html", '{% extends "web/a.html" %}'),
    "signal": ("accounts/apps.py", "from stafett.casework.models import Participation as sender\n"),
}


def test_no_app_knows_a_higher_floor() -> None:
    assert violations(SOURCE) == []


def test_every_app_has_its_floor() -> None:
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert folders - {"locale"} == set(RANK)
    assert set(APPS) < set(RANK)


def test_settings_list_the_apps_lowest_floor_first() -> None:
    assert sorted(APPS, key=RANK.__getitem__) == APPS


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_violation_is_found(kind: str, tmp_path: Path) -> None:
    _plant(tmp_path, "reports/urls.py", 'path("x", view, name="the-report")\n')
    name, content = PLANTED[kind]
    _plant(tmp_path, name, content)

    found = violations(tmp_path)

    assert len(found) == 1
    assert found[0].startswith(name)


def _plant(root: Path, name: str, content: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
