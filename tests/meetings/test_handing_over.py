"""Does what was agreed reach those whom the consent lets have it, and nobody else?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.meetings.actions import Guest, NewPromise, step
from stafett.meetings.models import Meeting, Owner, Promise, Role
from stafett.meetings.queries.case import meetings_page
from stafett.meetings.queries.today import my_promises
from stafett.meetings.releasing import hand_over, receivers
from stafett.meetings.rules import Step
from stafett.meetings.story import promises
from stafett.safeguards.access import opened
from stafett.safeguards.actions import withdraw
from stafett.safeguards.models import ConsentPart, Information, Provision, Release
from stafett.safeguards.rules import Refused, parts_between
from tests.casework.conftest import get
from tests.cast import TODAY, Cast
from tests.meetings.world import SOON, booked, held, of_person, of_unit


def with_af(cast: Cast, case: Participation | None = None) -> Meeting:
    """A meeting held with Af, which the person has let know, and which promised something."""
    if case is None:
        case = cast.enrolled()
        cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen", by_person=True)
    held(cast, one, of_person(), of_unit(cast, "Af Flen"), goal="Ett jobb ute")
    return one


def original(copy: Promise) -> Promise:
    """The promise that a copy is of."""
    assert copy.copy_of is not None
    return Promise.objects.get(pk=copy.copy_of)


def accepted(cast: Cast, case: Participation) -> None:
    """Every authority has accepted, for its part, what the person said yes to."""
    cast.as_everyone()
    parts = ConsentPart.objects.filter(circle=case.circle_id, accepted_on=None)
    parts.update(accepted_on=TODAY, accepted_by="Per Af")


def test_those_who_were_there_get_a_logged_copy_each_under_the_consent(cast: Cast) -> None:
    one = with_af(cast)
    said = hand_over(one, by=cast.as_("karin"))
    assert said == "Utlämnat till Af Flen, som kan läsa det nu."
    copy = Release.objects.get()
    assert copy.owner_authority == cast.unit("Af Flen").authority
    assert copy.kind == "agreement"
    for words in ("Amina Öberg", "AUC", "Ett jobb ute", "Vi börjar med praktik.",
                  "– Af Flen: Boka studiebesök, senast 16 juni 2025."):  # fmt: skip
        assert words in copy.text


def test_it_is_handed_over_once(cast: Cast) -> None:
    one = with_af(cast)
    hand_over(one, by=cast.as_("karin"))
    with pytest.raises(Refused) as found:
        hand_over(one, by=cast.as_("karin"))
    assert "fick det 2 juni 2025" in found.value.faults[""]
    assert Release.objects.count() == 1


def test_who_gets_nothing_is_named_with_the_reason(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    guests = tuple(
        Guest(Role.UNIT, unit_id=cast.unit(name).pk)
        for name in ("Af Flen", "FK Eskilstuna", "Psykiatrin")
    )
    outside = Guest(Role.OUTSIDE, name="Bo Bagare", organisation="Bageriet")
    one = booked(cast, case, by_person=True, guests=(*guests, outside))
    absent = one.called.get(unit=cast.unit("Psykiatrin")).pk
    came = set(one.called.exclude(pk=absent).values_list("pk", flat=True))
    other = NewPromise("Ordna praktik", SOON, Owner.OUTSIDE, outside="Bo Bagare")
    held(cast, one, of_person(), other, came=came)
    said = hand_over(one, by=cast.as_("karin"))
    assert said == (
        "Utlämnat till Af Flen, som kan läsa det nu. Får det inte: FK Eskilstuna (personen har inte "
        "sagt ja till det); "
        "Psykiatrin (var inte med); Bo Bagare, Bageriet (är inte med i Stafett: lämna på papper, via "
        "personen)."
    )
    assert [copy.owner_authority.name for copy in Release.objects.all()] == ["Arbetsförmedlingen"]
    assert "– Bo Bagare: Ordna praktik, senast 16 juni 2025." in Release.objects.get().text
    told = [t.who for t in meetings_page(cast.as_("karin"), case.pk).past[0].promises]
    assert sorted(told) == ["Amina Öberg", "Bo Bagare"]


def test_a_consent_that_is_withdrawn_stops_it(cast: Cast) -> None:
    one = with_af(cast)
    cast.as_everyone()
    parts = list(ConsentPart.objects.filter(circle=one.participation.circle_id))
    withdraw(parts, how="Ringde", by=cast.viewer("karin"))
    with pytest.raises(Refused):
        hand_over(one, by=cast.as_("karin"))
    assert not Release.objects.exists()
    assert [each.part for each in receivers(one, cast.as_("karin"))] == [None]


def test_who_got_it_is_said_to_read_it_while_the_consent_holds_and_not_after(cast: Cast) -> None:
    one = with_af(cast)
    before = receivers(one, cast.as_("karin"))
    assert [each.arrives for each in before] == [""], "nothing can be read before it is given"
    (part,) = (each.part for each in before)
    assert part is not None
    assert [each.until for each in before] == [part.until_day - timedelta(days=1)]
    hand_over(one, by=cast.as_("karin"))
    assert [each.arrives for each in receivers(one, cast.as_("karin"))] == ["kan läsa det nu"]
    cast.as_everyone()
    parts = list(ConsentPart.objects.filter(circle=one.participation.circle_id))
    withdraw(parts, how="Ringde", by=cast.viewer("karin"))
    assert [each.arrives for each in receivers(one, cast.as_("karin"))] == [""]


def test_a_unit_called_that_is_not_in_the_case_is_said_to_read_it_first_when_it_is(
    cast: Cast,
) -> None:
    case = cast.enrolled()
    team = {case.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(case, parts=parts_between(team, {"agreement"}, {}))
    said = hand_over(with_af(cast, case), by=cast.as_("karin"))
    assert said == (
        "Utlämnat till Af Flen, som kan läsa det först när enheten har kommit med i ärendet."
    )


def test_nothing_is_handed_over_before_the_meeting_is_noted_or_by_others(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    with pytest.raises(Refused):
        hand_over(one, by=cast.as_("karin"))
    for who in ("per", "sven", "lena"):
        with pytest.raises(PermissionDenied):
            hand_over(one, by=cast.as_(who))


def without_standing_access(cast: Cast) -> Participation:
    """A case where Af may be told, and reads nothing by itself: Flen has recorded no provision for it."""
    cast.as_everyone()
    af = cast.unit("Af Flen").authority
    Provision.objects.filter(receiver=af).delete()
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    accepted(cast, case)
    return case


def test_per_sees_his_own_promise_when_it_is_handed_over_and_not_before(cast: Cast) -> None:
    case = without_standing_access(cast)
    one = with_af(cast, case)
    assert list(my_promises(cast.as_("per"))) == []
    hand_over(one, by=cast.as_("karin"))
    copy = my_promises(cast.as_("per")).get()
    assert copy.owner_authority == cast.unit("Af Flen").authority
    assert copy.pk != copy.copy_of


def test_what_per_settles_is_told_to_the_other_record_by_a_release(cast: Cast) -> None:
    one = with_af(cast, without_standing_access(cast))
    hand_over(one, by=cast.as_("karin"))
    copy = my_promises(cast.as_("per")).get()
    step(copy, Step.MOVE, by=cast.as_("per"), to=SOON + timedelta(days=3), because="Sjuk")
    other = original(copy)
    assert (other.state, other.moves, other.due_on) == (
        "moved",
        1,
        SOON + timedelta(days=3),
    )
    told = Release.objects.get(giver=cast.unit("Af Flen").authority)
    assert told.text == "Boka studiebesök: flyttat, till 19 juni 2025. Sjuk"


def test_what_karin_settles_reaches_af_and_without_consent_each_keeps_its_own(cast: Cast) -> None:
    case = without_standing_access(cast)
    one = with_af(cast, case)
    hand_over(one, by=cast.as_("karin"))
    cast.as_everyone()
    copy = Promise.objects.exclude(copy_of=None).get()
    step(original(copy), Step.KEEP, by=cast.as_("karin"))
    copy.refresh_from_db()
    assert copy.state == "kept"
    cast.as_everyone()
    parts = list(ConsentPart.objects.filter(circle=case.circle_id))
    withdraw(parts, how="Ringde", by=cast.viewer("karin"))
    step(copy, Step.REOPEN, by=cast.as_("per"))
    assert original(copy).state == "kept"


def test_a_promise_in_two_records_stands_once_on_the_page(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    accepted(cast, case)
    one = with_af(cast, case)
    hand_over(one, by=cast.as_("karin"))
    for who in ("karin", "per"):
        page = meetings_page(cast.as_(who), case.pk)
        told = [t.promise.what for t in (*page.loose, *page.past[0].promises)]
        assert sorted(told) == ["Boka studiebesök", "Skriva sitt cv"]
        story = list(promises(cast.as_(who), case, opened(cast.as_(who), case.circle_id)))
        assert len(story) == 2
        assert page.loose == []
    assert [t.mine for t in page.past[0].promises if t.promise.what == "Boka studiebesök"] == [True]


def test_whoever_reads_without_knowing_who_is_involved_sees_no_other_authority(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = with_af(cast, case)
    team = {case.controller_id, cast.unit("FK Eskilstuna").authority_id}
    kinds = {"course", "agreement"}
    cast.consented(case, "FK Eskilstuna", parts=parts_between(team, kinds, {}))
    card = meetings_page(cast.as_("fatima"), case.pk).past[0]
    assert card.meeting == one
    assert card.who == ["Amina Öberg", "AUC"]
    assert sorted(t.who for t in card.promises) == ["Amina Öberg", "någon annan"]


def test_a_copy_names_other_authorities_to_those_alone_who_may_know_of_them(cast: Cast) -> None:
    """På mötet var Af och Försörjningsstöd. Amina vill inte att Af får veta vilka fler som är med."""
    case = cast.enrolled()
    af, social = (cast.unit(name).authority_id for name in ("Af Flen", "Försörjningsstöd"))
    team = {case.controller_id, af, social}
    parts = parts_between(team, set(Information.values), {af: {Information.AGENCIES}})
    cast.consented(case, "Af Flen", "Försörjningsstöd", parts=parts)
    one = booked(cast, case, "Af Flen", "Försörjningsstöd", by_person=True)
    held(
        cast, one, of_person(), of_unit(cast, "Af Flen"),
        of_unit(cast, "Försörjningsstöd", "Räkna på bidraget"),
    )  # fmt: skip
    hand_over(one, by=cast.as_("karin"))
    texts = {
        copy.owner_authority_id: copy.text
        for copy in Release.objects.filter(giver=case.controller_id)
    }
    assert "Med var: Amina Öberg, AUC, Af Flen." in texts[af]
    assert "– någon annan: Räkna på bidraget" in texts[af]
    assert "– Af Flen: Boka studiebesök" in texts[af]
    assert "Försörjningsstöd" not in texts[af]
    assert "Med var: Amina Öberg, AUC, Af Flen, Försörjningsstöd." in texts[social]
    assert "– Försörjningsstöd: Räkna på bidraget" in texts[social]


def test_who_was_not_there_and_reads_it_under_the_consent_is_not_said_to_be_without_it(
    cast: Cast, page: Any
) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen", "Psykiatrin")
    one = booked(cast, case, "Af Flen", "Psykiatrin")
    absent = one.called.get(unit=cast.unit("Af Flen")).pk
    came = set(one.called.exclude(pk=absent).values_list("pk", flat=True))
    held(cast, one, of_person(), came=came)
    there = reverse("meeting", args=[case.pk, one.pk])
    assert "Amina Öberg" in get(page("per"), there)
    shown = get(page("karin"), there)
    assert "får ingen kopia, men läser det i Stafett" in shown
    assert "får det inte" not in shown
    said = hand_over(one, by=cast.as_("karin"))
    assert said.endswith("Får ingen kopia, men läser det i Stafett: Af Flen (var inte med).")
    assert "Får det inte" not in said


def test_who_was_not_there_and_has_no_provision_is_not_said_to_read_it(
    cast: Cast, page: Any
) -> None:
    case = without_standing_access(cast)
    one = booked(cast, case, "Af Flen")
    absent = one.called.get(unit=cast.unit("Af Flen")).pk
    came = set(one.called.exclude(pk=absent).values_list("pk", flat=True))
    held(cast, one, of_person(), came=came)
    there = reverse("meeting", args=[case.pk, one.pk])
    assert page("per").get(there).status_code == 404
    shown = get(page("karin"), there)
    assert "får det inte" in shown
    assert "läser det i Stafett" not in shown
