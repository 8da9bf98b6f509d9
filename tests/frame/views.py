"""Pages that exist only for trying the frame."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stafett.frame.templatetags.frame import SHAPES
from tests.frame.cast import TODAY
from tests.frame.forms import EveryKind, faulty

NAMES = ("Amina Öberg", "Karl-Erik Lindström", "Şükrü Yılmaz", "Bo Å", "Åsa-Linnéa von Rosenschöld")
PLACES = ("Flen", "Mönsterås", "Upplands Väsby", "Arbetsmarknadsutbildningsanordnare Öst")
WORDS = (
    "håller ihop",
    "väntar på Af",
    "försenat",
    "avbrutet",
    "nytt",
    "vilar",
    "dolt",
    "ej påbörjat",
)


def rows(number: int) -> list[dict[str, Any]]:
    """Invented participations, long words and long names among them."""
    return [
        {
            "name": NAMES[i % len(NAMES)],
            "place": PLACES[i % len(PLACES)],
            "started": TODAY - timedelta(days=13 * i % 900),
            "cost": 2255451 * (i + 1) % 9_000_000,
            "share": (i * 37 % 1000) / 1000,
            "word": WORDS[i % len(WORDS)],
            "shape": SHAPES[(i + 0) % len(SHAPES)],
        }
        for i in range(number)
    ]


def components(request: HttpRequest, number: int = 7) -> HttpResponse:
    """Every component, with as many rows as the address says."""
    messages.success(
        request, "Överlämningen är föreslagen. Flens kommun håller ihop tills Af tar emot."
    )
    messages.warning(request, "Samtycket går ut om 9 dagar.")
    messages.error(request, "Mötet är inte bokat: tiden är upptagen. Välj en annan tid.")
    context = {
        "rows": rows(number),
        "form": EveryKind(initial={"version": 3}),
        "faulty": faulty(),
        "badges": zip(WORDS, ("waiting", "waiting", "late", "stop", "note", "paused", "hidden",
                              "neutral"), strict=True),
        "parties": enumerate(("Kommun", "Af", "FK", "Region", "Skola", "Vårdgivare", "Förening",
                              "Övriga"), start=1),
        "facts": [("Insats", "Duellen"), ("Arbetsmarknadsutbildningsanordnare", "Flens kommun"),
                  ("Period", "okt 2007 – jun 2009"), ("Kostnad", "2 255 451 kr")],
        "days": [TODAY - timedelta(days=n) for n in (0, 1, 12, 80, 900)],
        "end": date(2008, 8, 9),
        "start": date(2008, 5, 3),
        "long": SimpleNamespace(word="arbetsmarknadsutbildningsanordnare"),
    }  # fmt: skip
    return render(request, "trial/components.html", context)


def form_page(request: HttpRequest) -> HttpResponse:
    """A form as it comes back with faults, alone on its page."""
    return render(request, "trial/form.html", {"form": faulty()}, status=422)


def plain(request: HttpRequest) -> HttpResponse:
    """The smallest page there is."""
    return render(request, "trial/plain.html")


def fragment(request: HttpRequest) -> HttpResponse:
    """A part of a page, as htmx fetches it."""
    return render(request, "trial/fragment.html")


def broken(request: HttpRequest) -> HttpResponse:
    """An answer that says no."""
    return HttpResponse("nej", status=500)
