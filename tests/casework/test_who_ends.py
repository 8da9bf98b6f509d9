"""Nobody ends a case out of another authority's hand, before the holder's first day, or into another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from stafett.casework.actions import Exit, close, reopen
from stafett.casework.actions.correcting import as_told
from stafett.casework.actions.ending import correct_told
from stafett.casework.models import Holding, Participation
from stafett.handover.actions import accept
from stafett.initiatives import actions as initiatives
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests.casework.conftest import faults, get, send
from tests.casework.unit_world import give, karins
from tests.cast import START, TODAY, Cast
from tests.handover.giving import DAY, at_af, proposed


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def taken_by_af(cast: Cast, **asked: Any) -> Participation:
    """AUC has handed a case over to Af, which has taken it, and is alongside for nine days."""
    case = at_af(cast)
    accept(proposed(cast, case, alongside_until=TODAY + 9 * DAY, **asked), by=cast.as_("per"))
    cast.as_everyone()
    case.refresh_from_db()
    return case


def leaving(cast: Cast, day: Any = TODAY) -> Exit:
    return Exit(day, cast.outcome("arbete").pk, "none_needed")


def holders(case: Participation) -> list[str]:
    rows = Holding.objects.filter(participation=case).order_by("from_day", "pk")
    return list(rows.values_list("unit__name", flat=True))


def test_whoever_is_alongside_ends_nothing_that_another_authority_holds(
    cast: Cast, page: Any
) -> None:
    """Af håller ihop ärendet. Den som följer med kan inte avsluta det, inte ens med adressen."""
    case = taken_by_af(cast)
    address = reverse("close_participation", args=[case.pk])
    answer = page("karin").get(address)
    assert answer.status_code == 403
    assert "Af Flen håller ihop ärendet" in answer.content.decode()
    with pytest.raises(PermissionDenied):
        close([(case, leaving(cast))], by=cast.as_("karin"))
    cast.as_everyone()
    assert holders(case) == ["AUC", "Af Flen"]


def test_an_exit_that_is_undone_gives_the_case_back_to_whoever_ended_it(cast: Cast) -> None:
    case = taken_by_af(cast)
    close([(case, leaving(cast))], by=cast.as_("per"))
    reopen([case], by=cast.as_("karin"), because="Fel")
    cast.as_everyone()
    assert holders(case) == ["AUC", "Af Flen"]
    assert Participation.objects.get(pk=case.pk).ends_on is None


def test_what_an_initiative_that_is_over_left_is_ended_by_those_who_answer_for_it(
    cast: Cast,
) -> None:
    case = taken_by_af(cast)
    initiatives.change(cast.initiative, by=operator(TODAY), ends_on=TODAY)
    later = replace(cast.as_("karin"), day=TODAY + DAY)
    case = Participation.objects.select_related("initiative", "circle").get(pk=case.pk)
    close([(case, leaving(cast))], by=later)
    assert Participation.objects.get(pk=case.pk).ends_on == TODAY


def test_what_the_holder_may_not_see_any_more_is_ended_by_the_controllers_own(cast: Cast) -> None:
    case = taken_by_af(cast)
    inside = case.circle.members.filter(unit=cast.unit("Af Flen"), giver=case.controller)
    inside.delete()
    close([(case, leaving(cast))], by=cast.as_("karin"))
    assert Participation.objects.get(pk=case.pk).ends_on == TODAY


def test_it_cannot_have_ended_before_the_holder_took_it(cast: Cast) -> None:
    """Sista dagen kan inte ligga före den dag då Af tog emot: då hade ingen hållit i."""
    case = taken_by_af(cast)
    with pytest.raises(Refused) as said:
        close([(case, leaving(cast, TODAY - DAY))], by=cast.as_("per"))
    assert "Af Flen håller ihop ärendet från" in said.value.faults["ends_on"]
    close([(case, leaving(cast))], by=cast.as_("per"))
    case.refresh_from_db()
    earlier = as_told(case, ends_on=TODAY - DAY)
    with pytest.raises(Refused):
        correct_told(case, earlier, by=cast.as_("per"), because="Fel dag", only={"ends_on"})
    cast.as_everyone()
    assert holders(case) == ["AUC", "Af Flen"]


def test_an_exit_is_not_undone_when_the_person_has_begun_anew(cast: Cast, page: Any) -> None:
    one = cast.enrolled(starts_on=START)
    close([(one, leaving(cast, START + 90 * DAY))], by=cast.as_("karin"))
    cast.as_everyone()
    again = cast.enrolled(person=one.person_id, case_number="again", starts_on=START + 120 * DAY)
    assert "Ångra avslutet" not in get(page("karin"), reverse("participation", args=[one.pk]))
    answer = send(page("karin"), reverse("reopen_participation", args=[one.pk]), 422, because="Fel")
    assert "Personen har ett annat deltagande i insatsen då" in faults(answer)
    address = reverse("correct_participation", args=[again.pk])
    answer = send(page("karin"), address, 422, starts_on=str(START + 60 * DAY), because="Fel")
    assert "Personen har ett annat deltagande i insatsen då" in faults(answer)
    send(page("karin"), address, starts_on=str(START + 100 * DAY), because="Fel")


def test_of_a_participation_that_one_may_not_see_nothing_is_told_but_that_the_day_cannot_be(
    cast: Cast,
) -> None:
    one = cast.enrolled(starts_on=START)
    close([(one, leaving(cast, START + 90 * DAY))], by=cast.as_("karin"))
    cast.as_everyone()
    hidden = cast.enrolled(person=one.person_id, case_number="again", starts_on=START + 120 * DAY)
    hidden.circle.members.update(until_day=START + 121 * DAY)
    with pytest.raises(Refused) as said:
        reopen([one], by=cast.as_("karin"), because="Fel")
    assert (
        said.value.faults[""] == "Det går inte att spara de dagarna. Vänd dig till projektledaren."
    )
    assert hidden.ends_on is None


def test_an_exit_that_is_undone_says_when_nobody_has_the_case(cast: Cast, page: Any) -> None:
    one = cast.enrolled(starts_on=START)
    close([(one, leaving(cast))], by=cast.as_("karin"))
    address = reverse("reopen_participation", args=[one.pk])
    client = page("karin")
    values = {**client.get(address).context["form"].initial, "because": "Fel"}
    said = client.post(address, {k: v for k, v in values.items() if v is not None}, follow=True)
    assert "Ingen handläggare har ärendet: välj en" in said.content.decode()


def test_an_exit_that_is_undone_gives_it_back_to_who_had_it_and_says_no_more(
    cast: Cast, page: Any
) -> None:
    one, client = cast.enrolled(starts_on=START), page("karin")
    give(cast, [one], karins(cast), replace(operator(TODAY), day=START))
    close([(one, leaving(cast))], by=cast.as_("karin"))
    address = reverse("reopen_participation", args=[one.pk])
    values = {**client.get(address).context["form"].initial, "because": "Fel"}
    said = client.post(address, {k: v for k, v in values.items() if v is not None}, follow=True)
    assert "Deltagandet pågår igen." in said.content.decode()
    assert "Ingen handläggare har ärendet" not in said.content.decode()


def test_what_else_the_database_refuses_is_not_told_as_a_day(cast: Cast) -> None:
    one = cast.enrolled(starts_on=START)
    nobody: Any = None
    told = as_told(one, referring_caseworker=nobody)
    with pytest.raises(IntegrityError), transaction.atomic():
        correct_told(one, told, by=cast.as_("karin"), because="Fel", only={"referring_caseworker"})
