"""A decision that was a mistake is undone: the person waits again since their first day, and all is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.casework.timeline import events
from stafett.parties.models import Unit
from stafett.parties.refusals import Refused
from stafett.referrals import actions, queries
from stafett.referrals.actions import Decision
from stafett.referrals.models import QueueContact, Referral
from stafett.referrals.noticing import answered, came
from stafett.referrals.undone import undone, undone_of_sent
from stafett.safeguards.access import opened
from tests.cast import TODAY, Cast
from tests.referrals.test_sought import declined as declined_alone
from tests.referrals.world import NUMBER, facts, on, referred, sent_of

Page = Callable[[str], Client]
DAY = timedelta(days=1)
NO = Decision("Fel målgrupp", "not_meant")


def declined(cast: Cast, days_ago: int = 20, no_days_ago: int = 5) -> Referral:
    """Noor was referred, and got a no some days ago."""
    one = referred(cast, days_ago=days_ago)
    actions.close(one, "decline", NO, by=on(cast.as_("karin"), TODAY - no_days_ago * DAY))
    cast.as_everyone()
    one.refresh_from_db()
    return one


def taken_back(cast: Cast) -> Referral:
    """Fatima took back what she had sent, yesterday."""
    one = referred(cast, days_ago=20)
    actions.withdraw(sent_of(one), "Behövs inte", by=on(cast.as_("fatima"), TODAY - DAY))
    cast.as_everyone()
    return one


def _again(cast: Cast, one: Referral, why: str = "Vi läste fel rad") -> Referral:
    made = actions.take_up(one, why, by=cast.as_("karin"))
    cast.as_everyone()
    _settle()
    one.refresh_from_db()
    return made


def _settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _held(one: Referral) -> list[tuple[str, date, date | None]]:
    rows = one.holdings.select_related("unit").order_by("from_day")
    return [(row.unit.name, row.from_day, row.until_day) for row in rows]


def test_the_person_stands_in_the_queue_again_since_their_first_day(cast: Cast) -> None:
    one = declined(cast)

    _again(cast, one)

    assert (one.state, one.decided_on, one.closed_on, one.because, one.decision) == (
        "queued", None, None, "", "",
    )  # fmt: skip
    (row,) = queries.waiting(cast.as_("karin"), list(queries.queue(cast.as_("karin"))))
    assert (row.one, row.days) == (one, 20)


def test_whoever_referred_holds_the_wait_again_and_reads_why(cast: Cast) -> None:
    one = declined(cast)

    _again(cast, one)

    assert _held(one) == [("FK Eskilstuna", TODAY - 20 * DAY, None)]
    sent = sent_of(one)
    assert (sent.state, sent.held_until, sent.because, sent.answer) == (
        "queued", None, "", "Vi läste fel rad",
    )  # fmt: skip
    (told_,) = queries.told(cast.as_("fatima"), [sent])
    assert (told_.holds, told_.days) == (True, 20)


def test_what_was_decided_by_whom_and_why_it_was_undone_is_kept_for_both(cast: Cast) -> None:
    one = declined(cast)
    _again(cast, one)
    actions.correct_contact(one, "070", by=cast.as_("karin"), because="nytt")
    cast.as_everyone()
    one.refresh_from_db()

    (was,) = undone(one)
    (known,) = undone_of_sent(sent_of(one))

    day = TODAY - 5 * DAY
    assert (was.state, was.decided_on, was.decided_by) == ("declined", day, "Karin Ek")
    assert (was.reason, was.words, was.on) == ("är inte i målgruppen", "Fel målgrupp", TODAY)
    assert (was.by, was.why) == ("Karin Ek", "Vi läste fel rad")
    assert (known.state, known.decided_on, known.decided_by) == ("declined", day, "")
    assert (known.because, known.words, known.why) == (
        "not_meant", "Fel målgrupp", "Vi läste fel rad",
    )  # fmt: skip


def test_a_decision_that_was_undone_twice_stands_twice_the_latest_first(cast: Cast) -> None:
    one = declined(cast)
    _again(cast, one)
    actions.close(one, "step_back", Decision("Vill inte"), by=cast.as_("karin"))
    _again(cast, one, "Hen ville visst")

    assert [(each.state, each.reason, each.why) for each in undone(one)] == [
        ("withdrawn", "", "Hen ville visst"), ("declined", "är inte i målgruppen", "Vi läste fel rad"),
    ]  # fmt: skip
    assert undone(declined(cast)) == []


def test_on_the_time_line_of_the_case_both_decisions_stand(cast: Cast) -> None:
    one = declined(cast)
    _again(cast, one)
    key = actions.accept(one, Decision("Välkommen"), by=cast.as_("karin"))

    viewer = cast.as_("karin")
    case = Participation.objects.get(pk=key)
    said = [
        event.told for event in events(viewer, case, opened(viewer, case.circle_id), ["way_in"])
    ]

    assert [words for words in said if "väntan" in words or "ångrades" in words] == [
        "Antagen efter 20 dagars väntan", "Beslutet ångrades: Vi läste fel rad",
        "Inte antagen efter 15 dagars väntan",
    ]  # fmt: skip


def test_the_referrer_is_told_by_a_notice_also_where_they_were_told_of_a_queue_before(
    cast: Cast,
) -> None:
    one = referred(cast, days_ago=20)
    actions.put_in_queue(one, by=cast.as_("karin"))
    before = {found.thing for found in answered(cast.as_("fatima"))}
    actions.close(one, "decline", NO, by=cast.as_("karin"))

    _again(cast, one)

    (found,) = answered(cast.as_("fatima"))
    assert found.thing not in before
    assert found.day == TODAY


def test_the_inflow_counts_it_once_as_what_it_is_now(cast: Cast) -> None:
    one = declined(cast)
    _again(cast, one)

    rows = {row.party: row for row in queries.inflow(cast.as_("karin"), cast.initiative)}

    row = rows["Försäkringskassan"]
    assert (row.sent, row.waiting, row.others) == (1, 1, 0)


def test_a_unit_that_took_the_wait_over_holds_it_again(cast: Cast) -> None:
    one = referred(cast, days_ago=20)
    actions.take_over(one, by=on(cast.as_("karin"), TODAY - 10 * DAY))
    actions.close(one, "decline", NO, by=on(cast.as_("karin"), TODAY - 5 * DAY))

    _again(cast, one)

    over = TODAY - 10 * DAY
    assert _held(one) == [("FK Eskilstuna", TODAY - 20 * DAY, over), ("AUC", over, None)]
    assert sent_of(one).held_until == over


def test_a_unit_that_is_to_close_does_not_get_the_wait_back(cast: Cast) -> None:
    one = declined(cast)
    _last_day(cast, "FK Eskilstuna")

    _again(cast, one)

    assert _held(one) == [("FK Eskilstuna", TODAY - 20 * DAY, TODAY), ("AUC", TODAY, None)]
    assert sent_of(one).held_until == TODAY


def test_undone_on_the_first_day_by_one_whose_unit_is_to_close(cast: Cast) -> None:
    one = declined(cast, 0, 0)
    _last_day(cast, "FK Eskilstuna")

    _again(cast, one)

    assert _held(one) == [("AUC", TODAY, None)]


def _last_day(cast: Cast, unit: str) -> None:
    cast.as_everyone()
    row = cast.unit(unit)
    row.valid_to = TODAY + 3 * DAY
    row.save(update_fields=["valid_to"])


def test_it_is_not_undone_where_nobody_is_left_to_take_in(cast: Cast) -> None:
    one = declined(cast)
    for unit in ("FK Eskilstuna", "AUC", "Försörjningsstöd"):
        _last_day(cast, unit)
    cast.as_everyone()
    Unit.objects.filter(authority=one.controller_id).update(valid_to=TODAY + 3 * DAY)

    _refuses(cast, one, "har fått en sista dag")


def _refuses(cast: Cast, one: Referral, match: str, why: str = "fel rad") -> None:
    cast.as_everyone()
    one.refresh_from_db()
    before = (one.state, one.taken_up_on, _held(one), sent_of(one).state)
    with pytest.raises(Refused, match=match), transaction.atomic():
        actions.take_up(one, why, by=cast.as_("karin"))
    cast.as_everyone()
    one.refresh_from_db()
    assert before == (one.state, one.taken_up_on, _held(one), sent_of(one).state)


def test_it_is_refused_without_why(cast: Cast) -> None:
    _refuses(cast, declined(cast), "Skriv varför beslutet ångras", " ")


def test_it_is_refused_when_the_initiative_has_ended(cast: Cast) -> None:
    one = declined(cast)
    type(cast.initiative).objects.filter(pk=cast.initiative.pk).update(ends_on=TODAY - DAY)

    _refuses(cast, one, "Insatsen slutade 1 juni 2025")


def test_it_is_refused_when_the_initiative_begins_later(cast: Cast) -> None:
    one = declined(cast)
    type(cast.initiative).objects.filter(pk=cast.initiative.pk).update(starts_on=TODAY + DAY)

    _refuses(cast, one, "tar inte emot någon nu")


def _numbered(cast: Cast) -> dict[str, Any]:
    """Noor by her number: each referral makes a record of its own, and the number tells whose it is."""
    return {"facts": facts(cast.branch(), identity_kind="personal", identity_number=NUMBER)}


def _declined_by_number(cast: Cast) -> Referral:
    one = referred(cast, **_numbered(cast))
    actions.close(one, "decline", NO, by=cast.as_("karin"))
    cast.as_everyone()
    return one


def test_it_is_refused_when_the_person_waits_there_already(cast: Cast) -> None:
    one = _declined_by_number(cast)
    referred(cast, "per", **_numbered(cast))

    _refuses(cast, one, "väntar redan på besked från insatsen")


def test_it_is_refused_when_the_person_takes_part_already(cast: Cast) -> None:
    one = _declined_by_number(cast)
    other = referred(cast, "per", **_numbered(cast))
    actions.accept(other, Decision(), by=cast.as_("karin"))

    _refuses(cast, one, "deltar redan i insatsen")


def test_somebody_else_who_waits_or_takes_part_hinders_nothing(cast: Cast) -> None:
    one = _declined_by_number(cast)
    actions.accept(referred(cast), Decision(), by=cast.as_("karin"))
    cast.as_everyone()
    referred(cast)

    _again(cast, one)

    assert one.state == "queued"


@pytest.mark.parametrize(
    ("decide", "match"),
    [
        (lambda cast, one: actions.accept(one, Decision(), by=cast.as_("karin")), "Avsluta det i ärendet"),
        (lambda cast, one: actions.send_on(
            one, actions.SentOn(cast.branch("katrineholm"), "oral", "Bor där", cast.unit("AUC").pk),
            by=cast.as_("karin")), "Ta tillbaka den aktualiseringen under Skickade"),
        (lambda cast, one: actions.withdraw(sent_of(one), "fel", by=cast.as_("fatima")), "Ring dem"),
        (lambda cast, one: None, "Det finns inget beslut att ångra: läget är ”inkommen”"),
    ],
)  # fmt: skip
def test_what_they_cannot_undo_is_said_and_how_it_is_done(
    cast: Cast, decide: Any, match: str
) -> None:
    one = referred(cast)
    decide(cast, one)

    _refuses(cast, one, match)


def test_clicked_twice_it_is_undone_once(cast: Cast, page: Page) -> None:
    one = declined(cast)
    there = reverse("referral_take_up", args=[one.pk])
    form = page("karin").get(there).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', form)
    assert seen

    sent = {"because": "fel rad", "seen": seen[1]}
    first = page("karin").post(there, sent, follow=True).content.decode()
    again = page("karin").post(there, sent)
    bare = page("karin").post(there, {"because": "fel rad"})

    assert "Beslutet om Noor Haddad är ångrat." in first
    assert "Det här har ändrats sedan du öppnade sidan" in again.content.decode()
    assert "Beslutet är redan ångrat" in bare.content.decode()
    assert (again.status_code, bare.status_code) == (422, 422)
    cast.as_everyone()
    one.refresh_from_db()
    assert (one.state, len(undone(one))) == ("queued", 1)


def test_karin_undoes_a_no_and_both_read_what_was(cast: Cast, page: Page) -> None:
    """Karin avböjde fel person. Hon väljer Ångra beslutet och skriver varför. Noor står i kö igen, med hela sin
    väntetid, och både Karin och Fatima läser vad som först beslutades och varför det ångrades."""
    one = declined(cast)
    here = reverse("referral", args=[one.pk])
    assert ">Ångra beslutet<" in page("karin").get(here).content.decode()
    form = page("karin").get(reverse("referral_take_up", args=[one.pk])).content.decode()
    assert "inte antagen, 28 maj 2025, av Karin Ek" in form
    assert "har väntat sedan 13 maj 2025" in form

    _again(cast, one)

    for who, there in (("karin", here), ("fatima", reverse("sent_referral", args=[one.pk]))):
        text = page(who).get(there).content.decode()
        assert "Ångrade beslut" in text
        assert "<dt>Svar</dt>" not in text
        assert "Fel målgrupp" in text
        assert "Vi läste fel rad" in text
    assert "Beslutet är redan ångrat" in page("karin").get(
        reverse("referral_take_up", args=[one.pk])
    ).content.decode()  # fmt: skip


def test_fatima_undoes_that_she_took_it_back(cast: Cast, page: Page) -> None:
    """Fatima tog tillbaka fel aktualisering. Hon ångrar det; Karin får den som ny igen, och läser varför."""
    one = taken_back(cast)
    here = reverse("sent_referral", args=[one.pk])
    assert ">Ångra att ni tog tillbaka<" in page("fatima").get(here).content.decode()

    told_ = page("fatima").post(
        reverse("sent_put_back", args=[one.pk]), {"because": "Fel person"}, follow=True
    )

    assert "Aktualiseringen av Noor Haddad är skickad igen." in told_.content.decode()
    cast.as_everyone()
    _settle()
    one.refresh_from_db()
    assert one.state == "received"
    assert _held(one) == [("FK Eskilstuna", TODAY - 20 * DAY, None)]
    assert "Fel person" in page("karin").get(reverse("referral", args=[one.pk])).content.decode()


def test_those_who_take_in_are_told_anew_and_the_referrer_not_of_their_own_doing(
    cast: Cast,
) -> None:
    one = referred(cast, days_ago=20)
    before = {found.thing for found in came(cast.as_("karin"))}
    actions.withdraw(sent_of(one), "Behövs inte", by=cast.as_("fatima"))
    cast.as_everyone()

    actions.put_back(sent_of(one), "Fel person", by=cast.as_("fatima"))

    (found,) = came(cast.as_("karin"))
    assert found.thing not in before
    assert list(answered(cast.as_("fatima"))) == []


def test_a_wait_that_was_taken_back_is_counted_to_that_day_though_it_can_be_put_back(
    cast: Cast,
) -> None:
    one = taken_back(cast)

    (told_,) = queries.told(on(cast.as_("fatima"), TODAY + 9 * DAY), [sent_of(one)])

    assert told_.days == 19
    assert [step.code for step in told_.steps] == ["put_back"]


def test_what_was_not_taken_back_is_not_put_back(cast: Cast) -> None:
    one = declined(cast)

    with pytest.raises(Refused, match="läget är redan ”inte antagen”"):
        actions.put_back(sent_of(one), "fel", by=cast.as_("fatima"))


def test_others_undo_nothing(cast: Cast) -> None:
    one, sent = declined(cast), sent_of(taken_back(cast))

    with pytest.raises(PermissionDenied):
        actions.take_up(one, "fel", by=cast.as_("fatima"))
    with pytest.raises(PermissionDenied):
        actions.put_back(sent, "fel", by=cast.as_("karin"))


def test_what_was_said_after_the_no_that_was_undone_tells_nobody_of_the_next(cast: Cast) -> None:
    one = declined(cast, no_days_ago=0)
    told_ = actions.Sought(TODAY, "phone", "reached")
    actions.seek(one, told_, by=cast.as_("karin"))

    _again(cast, one)

    assert not QueueContact.objects.get().after_decision


def test_who_undid_it_and_why_stand_together_also_against_direct_sql(cast: Cast) -> None:
    one = declined(cast)

    with pytest.raises(IntegrityError, match="an_undone_decision"), transaction.atomic():
        Referral.objects.filter(pk=one.pk).update(taken_up_on=TODAY)


def test_over_the_api_it_is_undone_and_told(cast: Cast, page: Page) -> None:
    one = declined(cast)
    client = page("karin")
    body = {"fields": {"because": "fel rad"}}

    done = client.post(f"/api/v1/queue/{one.pk}/take_up", body, "application/json")
    again = client.post(f"/api/v1/queue/{one.pk}/take_up", body, "application/json")

    assert (done.status_code, done.json()) == (200, {"state": "queued"})
    assert again.status_code == 422
    (was,) = client.get(f"/api/v1/queue/{one.pk}").json()["undone"]
    assert (was["state"], was["words"], was["why"]) == ("declined", "Fel målgrupp", "fel rad")
    (known,) = page("fatima").get(f"/api/v1/referrals/{one.pk}").json()["undone"]
    assert (known["decided_by"], known["by"], known["why"]) == ("", "", "fel rad")


def test_who_came_by_themselves_is_to_be_told_by_those_who_undo_it(cast: Cast, page: Page) -> None:
    one = declined_alone(cast)

    form = page("karin").get(reverse("referral_take_up", args=[one.pk])).content.decode()
    _again(cast, one)

    assert "har hen fått veta beslutet, ring upp och berätta" in form
    assert _held(one) == [("AUC", TODAY, None)]
