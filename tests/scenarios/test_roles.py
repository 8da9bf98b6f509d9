"""What those who lead, steer, evaluate or pay see of casework, and what they never do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from stafett.casework.models import Assignment
from stafett.casework.queries.between import UNIT, between
from stafett.casework.queries.unit import NOBODY
from stafett.evaluation.actions import answer, invite, revoke
from stafett.evaluation.draws import Wanted
from stafett.evaluation.models import EvaluationAssignment, Invitation
from stafett.evaluation.queries import rounds, rows
from stafett.meetings.actions import Guest, NewMeeting, book
from stafett.meetings.models import Meeting, Role, Sort
from stafett.notes.actions import NewNote, write
from stafett.notes.queries import notes_page
from stafett.parties import actions as parties
from stafett.safeguards.rules import Refused
from tests.casework.conftest import faults, get, send
from tests.casework.unit_world import BY, post
from tests.cast import TODAY, Cast
from tests.evaluation.giving import given

Page = Callable[[str], Client]
MONTH = timedelta(days=30)
LISTS = ("participants", "between", "unit", "received")
"""Where those who work with people find them."""


def _invited(cast: Cast) -> tuple[EvaluationAssignment, Invitation]:
    one = given(cast)
    invite(one, "Vill du berätta?", TODAY + MONTH, Wanted(number=1), by=cast.as_("ulf"))
    cast.as_everyone()
    return one, Invitation.objects.get()


def test_a_local_leader_is_told_of_their_own_town(cast: Cast) -> None:
    """Lotta leder Katrineholm. I Mellan stolarna står Saga utan handläggare, men ingen av Flens."""
    saga, amina = cast.enrolled("katrineholm"), cast.enrolled()
    assert {row.gap.participation_id for row in between(cast.as_("lotta"), UNIT).rows} == {saga.pk}
    theirs = {row.gap.participation_id for row in between(cast.as_("lena"), UNIT).rows}
    assert amina.pk in theirs
    assert saga.pk not in theirs


def test_a_local_leader_gives_a_case_to_whoever_is_new(cast: Cast, page: Page) -> None:
    """Lotta ger Sagas ärende till den som är ny på Viadidakt, med skäl. Sedan har det en handläggare."""
    saga = cast.enrolled("katrineholm")
    new = post(cast, "Ny", "local_leader", "Viadidakt")
    who = parties.add_staff(new.unit.authority, "Nora Ny", by=BY)
    parties.appoint(who, new, from_day=TODAY, by=BY)
    told = {"case": f"{saga.pk}:{NOBODY}", "to": str(new.pk), "because": "Ny här"}
    assert page("lotta").post(reverse("unit"), told).status_code == 302
    cast.as_everyone()
    assert Assignment.objects.get(participation=saga).position_id == new.pk


def test_one_who_steers_finds_no_case(cast: Cast, page: Page) -> None:
    """Stig i styrgruppen får en länk till Aminas ärende i ett mejl. Sidan finns inte för honom."""
    amina = cast.enrolled()
    get(page("stig"), reverse("participation", args=[amina.pk]), 404)
    get(page("stig"), reverse("timeline", args=[amina.pk]), 404)
    assert "Amina" not in get(page("stig"), "/")


def test_one_who_steers_sees_no_more_for_sitting_with_a_caseworker(cast: Cast, page: Page) -> None:
    """Amina har sagt ja till att Arbetsförmedlingen får veta. Per ser ärendet; Stig, på samma enhet, gör
    det inte: han steg in i styrgruppen, inte i hennes ärende."""
    amina = cast.enrolled()
    cast.consented(amina, "Af Flen")
    address = reverse("participation", args=[amina.pk])
    get(page("per"), address)
    get(page("stig"), address, 404)


def test_one_who_steers_reads_what_is_settled_and_no_names(cast: Cast, page: Page) -> None:
    """Stig vill veta hur det går. Perioden är inte fastställd än: sidan säger det och vem han kan fråga."""
    cast.ended()
    told = get(page("stig"), reverse("figures-of", args=["prov"]))
    assert "inga fastställda siffror än" in told
    assert "Vänd dig till projektledaren" in told
    assert "Amina" not in told


@pytest.mark.parametrize("door", LISTS)
def test_the_association_has_no_lists_of_people(cast: Cast, page: Page, door: str) -> None:
    """Rakel på förbundets kansli letar efter Amina i listorna. Hon får inga listor."""
    cast.enrolled()
    answered = page("rakel").get(reverse(door))
    assert "Amina" not in answered.content.decode()
    assert reverse(door) not in get(page("rakel"), "/")


def test_the_association_cannot_be_called_to_a_meeting(cast: Cast, page: Page) -> None:
    """Karin vill kalla Rakel på förbundets kansli till mötet om Amina. Det går inte att välja."""
    amina = cast.enrolled()
    address = reverse("meeting_book", args=[amina.pk])
    unit = str(cast.unit("Kansliet").pk)
    karin = page("karin")
    assert "Kansliet" not in get(karin, address)
    told = send(karin, address, 422, on_day=str(TODAY), at="9", purpose="Planera", units=[unit])
    assert "Det valet finns inte" in faults(told)
    cast.as_everyone()
    assert not Meeting.objects.exists()
    guest = Guest(Role.UNIT, unit_id=cast.unit("Kansliet").pk)
    new = NewMeeting(Sort.FOLLOW_UP, TODAY, None, "", "Planera", (guest,), by_person=True)
    with pytest.raises(Refused, match="samordningsförbund"):
        book(amina, new, by=cast.as_("karin"))


def test_the_association_reads_what_it_pays_for(cast: Cast, page: Page) -> None:
    """Rakel ser vad insatsen ska nå och hur många parterna lovat att skicka. Ingen deltagare står där."""
    cast.ended()
    told = get(page("rakel"), reverse("initiative", args=["prov"]))
    assert "Löften om inflöde" in told
    assert "Hälften går till arbete eller studier" in told
    assert "Amina" not in told


def test_an_evaluator_without_an_assignment_has_no_rows(cast: Cast, page: Page) -> None:
    """Ulf har inte fått något uppdrag än. Han ser insatsens siffror, men ingen rad om någon."""
    amina = cast.ended()
    assert "Du har inget uppdrag än" in get(page("ulf"), reverse("evaluations", args=["prov"]))
    get(page("ulf"), reverse("participation", args=[amina.pk]), 404)


def test_an_evaluator_loses_the_rows_with_the_assignment(cast: Cast) -> None:
    """Lena tar tillbaka Ulfs uppdrag. Från den stunden får han inga rader."""
    cast.ended()
    one = given(cast)
    assert len(rows(cast.as_("ulf"), one)) == 1
    cast.as_everyone()
    revoke(one, "Avtalet är uppsagt", by=cast.viewer("lena"))
    one.refresh_from_db()
    with pytest.raises(PermissionDenied, match="då visas inga rader"):
        rows(cast.as_("ulf"), one)


def test_who_says_no_to_an_interview_is_not_told_of(cast: Cast) -> None:
    """Ulf vill intervjua någon. Karin frågar Amina, som säger nej. Ulf får inte veta att det var hon, och
    inte ens om hon svarade nej eller inte har svarat."""
    cast.enrolled()
    one, invitation = _invited(cast)
    waits = rounds(cast.as_("ulf"), one)[0].said
    answer(invitation, "no", by=cast.as_("karin"))
    assert rounds(cast.as_("ulf"), one)[0].said == waits


def test_health_care_keeps_its_own(cast: Cast) -> None:
    """Rut på Psykiatrin är med i Aminas ärende och antecknar ett samtal om hälsa. Karin, som svarar för
    ärendet, får inte läsa det: det är Regionens."""
    amina = cast.enrolled()
    cast.consented(amina, "Psykiatrin")
    made = write(amina, NewNote("Ny medicin.", TODAY, health=True), by=cast.as_("rut"))
    assert made.owner_authority_id == cast.unit("Psykiatrin").authority_id
    assert notes_page(cast.as_("karin"), amina).lines == []
    assert len(notes_page(cast.as_("rut"), amina).lines) == 1
