"""Scenarier på svenska som en handläggare kan läsa: vad som händer kring möten och löften."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from stafett.casework import between as registry
from stafett.meetings.between_rules import RULES
from stafett.meetings.models import Meeting, Promise
from stafett.safeguards.models import Release
from tests.casework.conftest import get, send
from tests.casework.unit_world import give, karins, nils
from tests.cast import TODAY, Cast
from tests.meetings.world import SOON, booked, held, of_person, of_post, of_unit

Page = Callable[[str], Client]


def everybody(one: Meeting) -> list[str]:
    """Som i formuläret: alla kallade är ikryssade."""
    return [str(key) for key in one.called.order_by("pk").values_list("pk", flat=True)]


def test_karin_and_per_plan_with_amina_and_per_gets_a_copy(cast: Cast, page: Page) -> None:
    """Karin bokar ett flerpartssamtal med Amina och Af. Amina har sagt ja till att Af får veta.

    Efter mötet antecknar Karin Aminas mål och att Per ska boka ett studiebesök till den 16 juni. Hon
    trycker på Lämna ut. Per ser löftet på sin Idag.
    """
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    client = page("karin")
    send(client, reverse("meeting_book", args=[case.pk]), on_day="2025-06-02", at="9",
         purpose="Planera", units=[str(cast.unit("Af Flen").pk)])  # fmt: skip
    one = Meeting.objects.get()
    send(client, reverse("meeting_note", args=[case.pk, one.pk]), came=everybody(one), goal="Ett jobb ute",
         what_1="Boka studiebesök", owner_1=f"unit:{cast.unit('Af Flen').pk}", due_1="2025-06-16")  # fmt: skip
    client.post(reverse("meeting_hand_over", args=[case.pk, one.pk]))
    assert "Boka studiebesök" in get(page("per"), "/")
    cast.as_everyone()
    assert "Ett jobb ute" in Release.objects.get().text


def test_amina_did_not_come_and_is_offered_a_new_time(cast: Cast, page: Page) -> None:
    """Amina kom inte. Karin antecknar att mötet inte blev av och erbjuder en ny tid samma dag.

    Ingen kan anteckna ett möte om Amina utan att hon var med.
    """
    one = booked(cast, cast.enrolled())
    client = page("karin")
    without = everybody(one)[1:]
    note = reverse("meeting_note", args=[one.participation_id, one.pk])
    send(client, note, 422, came=without, agreed="Vi pratade om Amina.")
    gone = reverse("meeting_cancel", args=[one.participation_id, one.pk])
    send(client, gone, cause="not_there", next_day="2025-06-16")
    cast.as_everyone()
    assert [m.state for m in Meeting.objects.order_by("on_day")] == ["cancelled", "planned"]


def test_fk_is_not_told_without_amina(cast: Cast, page: Page) -> None:
    """Karin vill ha med FK, men Amina har inte sagt ja. Stafett säger nej och vad Karin kan göra.

    Amina vill själv ha med FK. Då går det, men FK får inget skriftligt, och Karin ser det.
    """
    case = cast.enrolled()
    client, there = page("karin"), reverse("meeting_book", args=[case.pk])
    told = {"on_day": "2025-06-02", "at": "9", "purpose": "Planera"}
    fk = str(cast.unit("FK Eskilstuna").pk)
    assert "Anteckna ett samtycke" in send(client, there, 422, **told, unit=fk).content.decode()
    send(client, there, **told, unit=fk, by_person="on")
    one = Meeting.objects.get()
    held(cast, one, of_person())
    shown = get(client, reverse("meeting", args=[case.pk, one.pk]))
    assert "personen har inte sagt ja till det" in shown
    assert "Lämna ut till dem som får" not in shown


def test_a_late_promise_is_found_and_moved_with_a_reason(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Läkarintyget skulle ha kommit i går. Karin ser det på Mellan stolarna och flyttar löftet.

    Skälet och den första dagen står kvar. Löftet är inte längre försenat.
    """
    monkeypatch.setattr(registry, "_rules", {rule.code: rule for rule in RULES})
    case = cast.enrolled()
    yesterday = TODAY - timedelta(days=1)
    one = booked(cast, case, on=yesterday)
    (promise,) = held(cast, one, of_person("Skicka läkarintyget", due=yesterday))
    client = page("karin")
    assert "Skicka läkarintyget" in get(client, "/deltagare/mellan-stolarna/")
    move = reverse("promise_step", args=[case.pk, promise.pk])
    send(client, move, how="move", to="2025-06-16", because="Läkaren är sjuk")
    assert "Skicka läkarintyget" not in get(client, "/deltagare/mellan-stolarna/")
    assert "Läkaren är sjuk" in get(client, reverse("meetings", args=[case.pk]))


def test_karin_goes_on_leave_and_her_promises_go_to_nils(cast: Cast, page: Page) -> None:
    """Karin blir föräldraledig. Chefen flyttar hennes ärende till Nils, och hennes löften följer med.

    Nils ser dem på sin Idag, Karin gör det inte längre.
    """
    case = cast.enrolled()
    give(cast, [case], karins(cast))
    held(cast, booked(cast, case), of_post(cast.viewer("karin")))
    his = nils(cast)
    give(cast, [case], his, cast.as_("lena"))
    assert "Ringa arbetsgivaren" in get(page("nils"), "/")
    assert "Ringa arbetsgivaren" not in get(page("karin"), "/")


def test_who_was_not_there_has_promised_nothing(cast: Cast, page: Page) -> None:
    """Af var kallad men kom inte. Karin kan inte skriva att Per har lovat något; hon lovar att fråga."""
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    absent = str(one.called.get(unit=cast.unit("Af Flen")).pk)
    came = [key for key in everybody(one) if key != absent]
    row = {"what_1": "Boka studiebesök", "due_1": "2025-06-16"}
    client, note = page("karin"), reverse("meeting_note", args=[case.pk, one.pk])
    af, mine = cast.unit("Af Flen").pk, cast.viewer("karin").posts[0].position_id
    answer = send(client, note, 422, came=came, **row, owner_1=f"unit:{af}")
    assert "var inte med" in answer.content.decode()
    send(client, note, came=came, **{**row, "what_1": "Fråga Af"}, owner_1=f"post:{mine}")
    cast.as_everyone()
    assert [p.what for p in Promise.objects.all()] == ["Fråga Af"]


def test_the_double_click_of_a_stressed_coach_does_one_thing(cast: Cast, page: Page) -> None:
    """Karin trycker två gånger på Klart och två gånger på Spara. Det händer en gång, och hon får veta det."""
    case = cast.enrolled()
    one = booked(cast, case)
    client, note = page("karin"), reverse("meeting_note", args=[case.pk, one.pk])
    sent = {"came": everybody(one), "what_1": "Ringa", "owner_1": "person", "due_1": "2025-06-16"}
    send(client, note, **sent)
    send(client, note, 422, **sent)
    cast.as_everyone()
    kept = reverse("promise_kept", args=[case.pk, Promise.objects.get().pk])
    client.post(kept)
    client.post(kept)
    assert "Löftet är klart. Det har ändrats" in get(client, reverse("meetings", args=[case.pk]))


def test_a_colleague_at_another_board_reads_and_does_not_write(cast: Cast, page: Page) -> None:
    """Sven på socialnämnden är med i ärendet och läser vad som bestämts. Ändrar gör Karins enhet."""
    case = cast.enrolled()
    one = booked(cast, case)
    (promise,) = held(cast, one, of_unit(cast, "AUC", due=SOON))
    client = page("sven")
    assert "Boka studiebesök" in get(client, reverse("meetings", args=[case.pk]))
    assert client.post(reverse("promise_kept", args=[case.pk, promise.pk])).status_code == 404
