"""What other apps hang on the page of a case: tabs, buttons that begin something, and forms for the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise

from stafett.casework.forms.acting import Acting
from stafett.casework.forms.retracting import Retracting
from stafett.casework.models import Participation
from stafett.safeguards.viewer import Viewer

Text = str | Promise


@dataclass(frozen=True)
class Tab:
    """A page about one case, whose address takes the participation's key."""

    label: Text
    url_name: str
    order: int = 50
    under: frozenset[str] = frozenset()
    """The names of other pages that stand under it."""


@dataclass(frozen=True)
class Act:
    """A button on the case; `may` says whether this viewer can begin it in this case now."""

    label: Text
    url_name: str
    may: Callable[[Viewer, Participation], bool]
    order: int = 50


@dataclass(frozen=True)
class Link:
    """A tab or button as drawn on one page."""

    label: Text
    url: str
    current: bool = False
    under: bool = False
    """True of a tab under which the page stands that is open."""
    name: str = ""
    """The page's name, of a button."""


@dataclass(frozen=True)
class TakenBack:
    """By which form rows of a table are taken back."""

    model: type[Any]
    form: type[Retracting]


_tabs: list[Tab] = []
_acts: list[Act] = []
_forms: dict[str, type[Acting]] = {}
_files: dict[str, str] = {}
_taken_back: dict[str, TakenBack] = {}


def hang_tab(tab: Tab) -> None:
    """Add a tab to every case; called from `AppConfig.ready`."""
    if any(known.url_name == tab.url_name for known in _tabs):
        raise ValueError(f"{tab.url_name!r} is a tab already")
    _tabs.append(tab)


def hang_act(act: Act) -> None:
    """Add a button to every case where it can be begun; called from `AppConfig.ready`."""
    if any(known.url_name == act.url_name for known in _acts):
        raise ValueError(f"{act.url_name!r} is a button already")
    _acts.append(act)


def offer_form(name: str, form: type[Acting]) -> None:
    """Let a form about one case be read and sent over the API by its page's name."""
    if name in _forms:
        raise ValueError(f"{name!r} is a form already")
    _forms[name] = form


def offered_forms() -> Mapping[str, type[Acting]]:
    """The forms that other apps have offered, by name."""
    return _forms


def hang_file(model: type[Model], url_name: str) -> None:
    """Let what is one's own of a table be opened as a file in a case that is closed.

    The address takes the keys of the case's circle and of the row.
    """
    _files[model._meta.label_lower] = url_name


def file_url(circle: UUID, thing: str) -> str:
    """Where the file of a thing is opened, by the thing's key; empty where it has none."""
    table, _dot, key = thing.partition(":")
    return reverse(_files[table], args=[circle, key]) if table in _files else ""


def hang_taking_back(model: type[Model], form: type[Retracting]) -> None:
    """Let what is one's own of a table be taken back in a case that is closed, by the form used in one that
    is open."""
    _taken_back[model._meta.label_lower] = TakenBack(model, form)


def taking_back(thing: str) -> tuple[TakenBack, UUID]:
    """How a thing is taken back, and the key of its row, by the thing's key; Http404 where it cannot be."""
    table, _dot, key = thing.partition(":")
    try:
        return _taken_back[table], UUID(key)
    except (KeyError, ValueError):
        raise Http404 from None


def taking_back_url(circle: UUID, thing: str) -> str:
    """Where a thing is taken back, by the thing's key; empty where it cannot be."""
    table, _dot, _key = thing.partition(":")
    return reverse("own_retraction", args=[circle, thing]) if table in _taken_back else ""


def tabs(case: Participation, current: str) -> list[Link]:
    """The tabs of a case, with the one marked that is open, or under which the open page stands."""
    found = sorted(_tabs, key=lambda tab: (tab.order, tab.url_name))
    return [
        Link(
            t.label, reverse(t.url_name, args=[case.pk]), t.url_name == current, current in t.under
        )
        for t in found
    ]


def acts(viewer: Viewer, case: Participation) -> list[Link]:
    """The buttons that this viewer has in this case."""
    found = sorted(_acts, key=lambda act: (act.order, act.url_name))
    # several begin for the same reason, which is asked for once
    can = {may: may(viewer, case) for may in dict.fromkeys(act.may for act in found)}
    return [
        Link(a.label, reverse(a.url_name, args=[case.pk]), name=a.url_name)
        for a in found
        if can[a.may]
    ]
