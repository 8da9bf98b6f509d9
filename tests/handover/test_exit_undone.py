"""Somebody outside said yes, which ended the participation; and then that exit is undone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from stafett.casework.actions import close, correct_told, reopen
from stafett.casework.actions.correcting import as_told
from stafett.casework.exiting import stays_settled
from stafett.casework.models import Participation
from stafett.frame.formats import plain_day
from stafett.handover.actions import Confirmed, accept, decline, record
from stafett.handover.forms.hands import ProposeForm
from stafett.handover.models import Handover, Manner
from stafett.handover.queries.figures import figures
from stafett.handover.queries.hands import hands
from tests.casework.conftest import _on_the_casts_day, get, send
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, at_af, proposed
from tests.handover.test_pages import at
from tests.handover.test_settling import leaving, taken_back

__all__ = ["_on_the_casts_day"]
SCHOOL = "Komvux Flen"
SAID = "De får inte veta av Stafett att ni ångrar det: ring dem."


def left(cast: Cast, case: Participation, outside: str = SCHOOL) -> Participation:
    """Taken over by somebody outside, by telephone."""
    told = Confirmed("Siv", TODAY, Manner.PHONE, "ja")
    record(proposed(cast, case, outside=outside), told, leaving(cast), by=cast.as_("karin"))
    return again(cast, case)


def again(cast: Cast, case: Participation) -> Participation:
    """The case as it stands now."""
    cast.as_everyone()
    case.refresh_from_db()
    return case


def undone(cast: Cast, case: Participation, days: int = 0) -> Participation:
    by = replace(cast.as_("karin"), day=TODAY + days * DAY)
    reopen([case], by=by, because="Komvux kunde inte ändå")
    return again(cast, case)


def corrected(cast: Cast, case: Participation, **told: Any) -> None:
    facts = as_told(case, **told)
    correct_told(case, facts, by=cast.as_("karin"), because="fel", only={*told})
    again(cast, case)


def days(case: Participation) -> list[Any]:
    rows = Handover.objects.filter(participation=case).order_by("proposed_on", "pk")
    return list(rows.values_list("undone_on", flat=True))


def counted(cast: Cast) -> tuple[int, int, int, int, int]:
    """Handovers outside and taken back; exits that somebody has taken over, is noted of, and to nobody."""
    told = figures(cast.as_("eva"), cast.initiative)
    cast.as_everyone()
    handed, exits = told.handovers, told.exits
    assert (told.proposed, told.left) == (sum(handed.values()), sum(exits.values()))
    return (
        handed["outside"],
        handed["taken_back"],
        exits["holder"],
        exits["unasked"],
        exits["nobody"],
    )


def test_it_is_marked_with_the_day_when_the_exit_was_undone(cast: Cast) -> None:
    """Komvux skulle ta över men kunde inte ändå: Karin ångrar avslutet dagen efter, och det står så."""
    case, other = left(cast, cast.enrolled()), left(cast, cast.enrolled())
    assert days(case) == [None]
    assert counted(cast) == (2, 0, 2, 0, 0)
    undone(cast, case, days=1)
    assert (days(case), days(other)) == ([TODAY + DAY], [None])
    assert counted(cast) == (1, 1, 1, 0, 0)


def test_a_corrected_spelling_of_who_took_over_takes_nothing_back(cast: Cast) -> None:
    case = left(cast, cast.enrolled())
    corrected(cast, case, next_outside="Komvux i Flen")
    assert days(case) == [None]
    assert counted(cast) == (1, 0, 1, 0, 0)


def test_nor_does_a_last_day_that_is_moved(cast: Cast) -> None:
    case = left(cast, cast.enrolled())
    corrected(cast, case, ends_on=TODAY - DAY)
    assert days(case) == [None]
    assert counted(cast) == (1, 0, 1, 0, 0)


def test_an_exit_corrected_to_quite_another_is_confirmed_by_nobody(cast: Cast) -> None:
    case = left(cast, cast.enrolled())
    unit = cast.unit("Projektkontoret").pk
    corrected(cast, case, next_outside="Växthuset")
    assert counted(cast) == (1, 0, 0, 1, 0), "nobody there was asked"
    corrected(cast, case, next_step_id="holder", next_unit_id=unit, next_outside="")
    assert counted(cast) == (1, 0, 0, 1, 0)
    corrected(cast, case, next_step_id="nobody")
    assert counted(cast) == (1, 0, 0, 0, 1)


@pytest.mark.parametrize("to", [SCHOOL, "Växthuset"])
def test_one_that_is_undone_and_one_that_ended_it_anew_count_one_each(cast: Cast, to: str) -> None:
    case = undone(cast, left(cast, cast.enrolled()))
    assert counted(cast) == (0, 1, 0, 0, 0)
    left(cast, case, to)
    assert days(case) == [TODAY, None]
    assert counted(cast) == (1, 1, 1, 0, 0)
    undone(cast, case, days=2)
    assert days(case) == [TODAY, TODAY + 2 * DAY]
    assert counted(cast) == (0, 2, 0, 0, 0)


def test_the_same_name_noted_at_a_later_exit_brings_no_yes_back(cast: Cast) -> None:
    case = undone(cast, left(cast, cast.enrolled()))
    told = leaving(cast, next_step_id="holder", next_outside=SCHOOL)
    close([(case, told)], by=cast.as_("karin"))
    assert counted(cast) == (0, 1, 0, 1, 0)


def test_what_a_unit_took_and_what_came_to_nothing_is_no_yes_that_is_undone(cast: Cast) -> None:
    case = at_af(cast)
    decline(proposed(cast, case), "Ingen plats.", by=cast.as_("per"))
    accept(proposed(cast, case), by=cast.as_("per"))
    close([(again(cast, case), leaving(cast))], by=cast.as_("per"))
    reopen([again(cast, case)], by=cast.as_("per"), because="fel person")
    cast.as_everyone()
    assert days(case) == [None, None]


@pytest.mark.parametrize("to", ["Af Flen", ""])
def test_the_database_marks_nothing_else(cast: Cast, to: str) -> None:
    """Varken det en enhet tog emot eller det som ännu väntar är ett ja utifrån som kan ångras."""
    row = proposed(cast, at_af(cast), to or "AUC", outside="" if to else SCHOOL)
    if to:
        accept(row, by=cast.as_("per"))
    cast.as_everyone()
    with (
        pytest.raises(IntegrityError, match="only_a_yes_from_outside_is_undone"),
        transaction.atomic(),
    ):
        Handover.objects.filter(pk=row.pk).update(undone_on=TODAY)


def test_the_database_lets_one_yes_from_outside_stand(cast: Cast) -> None:
    left(cast, undone(cast, left(cast, cast.enrolled())))
    with (
        pytest.raises(IntegrityError, match="one_yes_from_outside_stands"),
        transaction.atomic(),
    ):
        Handover.objects.filter(undone_on=TODAY).update(undone_on=None)


def test_the_pages_tell_that_it_was_undone_and_when(cast: Cast, page: Any) -> None:
    case = left(cast, cast.enrolled())
    client = page("karin")
    text = get(client, at(case))
    assert "bekräftad utanför systemet" in text
    assert "ångra" not in text.split('class="baton"')[1]
    undone(cast, case)
    said = f"avslutet ångrades {plain_day(TODAY)}, så de tog inte över"
    text = get(client, at(case))
    assert said in text
    assert "Mottagaren sa ja" in text
    assert "bekräftad utanför systemet" not in text
    assert "<strong>Mottagen</strong>" not in text
    told = get(client, f"/deltagare/{case.pk}/tidslinje/")
    assert f"Till {SCHOOL}: avslutet ångrades, så de tog inte över" in told
    (api,) = client.get(f"/api/v1/participations/{case.pk}/handovers").json()["before"]
    assert (api["stand"], api["undone_on"]) == ("done", TODAY.isoformat())


def test_it_is_drawn_as_an_end_and_not_as_in_force(cast: Cast) -> None:
    case = undone(cast, left(cast, cast.enrolled()))
    (one,) = hands(cast.as_("karin"), case).before
    assert (one.words, one.shape, one.in_force) == ("avslutet ångrades", "neutral", False)
    assert [(place.past, place.stopped) for place in one.places] == [
        (True, False), (True, False), (False, True),
    ]  # fmt: skip


def test_whoever_undoes_it_is_told_to_call_those_who_said_yes(cast: Cast, page: Any) -> None:
    case = left(cast, cast.enrolled())
    client = page("karin")
    there = f"/deltagare/{case.pk}/angra-avslut/"
    assert f"{SCHOOL} har sagt ja till att ta över. {SAID}" in get(client, there)
    send(client, there, because="Komvux kunde inte ändå")
    cast.as_everyone()
    assert days(case) == [TODAY]
    close([(again(cast, case), leaving(cast))], by=cast.as_("karin"))
    assert SAID not in get(client, there)


def test_nobody_is_to_be_called_after_another_exit(cast: Cast) -> None:
    """Den som en enhet tog emot, eller inte kunde, och den som ingen tillfrågades om."""
    cases = {name: at_af(cast) for name in ("taken", "declined", "none")}
    accept(proposed(cast, cases["taken"]), by=cast.as_("per"))
    decline(proposed(cast, cases["declined"], to="Projektkontoret"), "Nej", by=cast.as_("eva"))
    for name, case in cases.items():
        close(
            [(again(cast, case), leaving(cast))], by=cast.as_("per" if name == "taken" else "karin")
        )
        assert stays_settled(again(cast, case), cast.as_("karin")) == []


def test_what_was_written_is_filled_in_when_it_is_proposed_anew(cast: Cast) -> None:
    case = undone(cast, left(cast, cast.enrolled()))
    form = ProposeForm(viewer=cast.as_("karin"), case=case)
    assert form.initial["what"] == "Coachning mot arbete, två möten i veckan"
    assert f"Ifyllt från förslaget till {SCHOOL}, som inte blev av." in str(form.lead)


def test_what_a_unit_had_taken_is_not_when_the_case_falls_back(cast: Cast) -> None:
    case = at_af(cast)
    accept(proposed(cast, case), by=cast.as_("per"))
    taken_back(cast, case)
    assert not ProposeForm(viewer=cast.as_("karin"), case=case).initial.get("what")


def test_a_form_that_stood_open_says_that_it_was_undone(cast: Cast, page: Any) -> None:
    case = undone(cast, left(cast, cast.enrolled()))
    refused = page("karin").get(at(case, "utanfor")).content.decode()
    assert "är inte öppen längre: avslutet ångrades, så de tog inte över" in refused
