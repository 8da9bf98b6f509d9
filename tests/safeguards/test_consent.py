"""What a consent opens, for whom and until when; and that its withdrawal closes it at once (law 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from stafett.casework.models import PART, Participation
from stafett.casework.queries.consents import received, releases
from stafett.parties.models import Authority
from stafett.safeguards.access import can_note, may_see, why
from stafett.safeguards.actions import (
    Item,
    NewProvision,
    Scan,
    accept,
    end_provision,
    let_in,
    name_team,
    record_provision,
    release,
    withdraw,
)
from stafett.safeguards.actions import provisions as provisions_of
from stafett.safeguards.actions.opening import open_what_is_consented
from stafett.safeguards.models import (
    COVERS,
    UNOPENED,
    Consent,
    ConsentPart,
    Information,
    Member,
    Opening,
    Provision,
    Release,
    RowKind,
)
from stafett.safeguards.queries.provisions import provisions
from stafett.safeguards.rules import Refused, Terms
from stafett.safeguards.viewer import Viewer, operator
from tests.cast import START, TODAY, Cast

EVERYTHING = set(Information.values)


def sees(cast: Cast, who: str, one: Participation, day: date = TODAY) -> bool:
    viewer = replace(cast.as_(who), day=day)
    seen = may_see(viewer, Participation.objects.filter(pk=one.pk)).exists()
    cast.as_everyone()
    return seen


def parts(consent: Consent, giver: int | None = None) -> list[ConsentPart]:
    rows = consent.parts.select_related("circle").order_by("pk")
    return [row for row in rows if giver in (None, row.giver_id)]


def course(consent: Consent, receiver: str, cast: Cast) -> ConsentPart:
    """The controller's part about the course to a unit's authority."""
    return consent.parts.select_related("circle").get(
        giver=consent.controller_id, receiver=cast.unit(receiver).authority,
        information=Information.COURSE,
    )  # fmt: skip


def test_every_kind_of_row_is_part_of_just_one_kind_of_information_or_of_none_that_is_said() -> (
    None
):
    covered = [kind for kinds in COVERS.values() for kind in kinds]
    assert sorted([*covered, *UNOPENED]) == sorted(RowKind.values)
    assert set(COVERS) == EVERYTHING


def test_a_unit_of_another_authority_in_the_team_sees_nothing_without_consent(cast: Cast) -> None:
    one = cast.enrolled()
    let_in(one.circle, [cast.unit("Af Flen").pk], from_day=TODAY, by=cast.viewer("karin"))
    assert not sees(cast, "per", one)
    assert sees(cast, "karin", one)


def test_a_consent_lets_those_in_whom_the_giver_gives_standing_access(cast: Cast) -> None:
    one = cast.enrolled()
    consent = cast.consented(one, "Af Flen")
    assert sees(cast, "per", one)
    assert not sees(cast, "fatima", one)
    assert sees(cast, "per", one, consent.until_day - timedelta(days=1))
    assert not sees(cast, "per", one, consent.until_day)
    viewer = cast.as_("per")
    assert (
        "samtycke och direktåtkomst, till och med 30 augusti 2025" in why(viewer, one.circle_id).why
    )


def test_without_a_provision_a_consent_opens_nothing(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Utanför")
    assert not Member.objects.filter(circle=one.circle, basis="consent").exists()


def test_a_withdrawal_closes_at_once_and_leaves_the_controller_its_own(cast: Cast) -> None:
    one = cast.enrolled()
    consent = cast.consented(one, "Af Flen", "FK Eskilstuna")
    assert withdraw([course(consent, "Af Flen", cast)], how="ringde", by=cast.viewer("karin")) == 1
    assert not sees(cast, "per", one)
    assert sees(cast, "fatima", one)
    assert sees(cast, "karin", one)
    assert withdraw([course(consent, "Af Flen", cast)], how="igen", by=cast.viewer("karin")) == 0


def test_whoever_the_consent_lets_in_can_note_its_withdrawal(cast: Cast) -> None:
    one = cast.enrolled()
    consent = cast.consented(one, "Af Flen")
    withdraw(parts(consent), how="sa det på telefon", by=cast.as_("per"))
    cast.as_everyone()
    assert not sees(cast, "per", one)
    part = parts(consent)[0]
    assert (part.withdrawn_on, part.withdrawn_by, part.withdrawn_how) == (
        TODAY, "Per Af", "sa det på telefon",
    )  # fmt: skip


def test_whoever_sees_the_case_notes_a_withdrawal_without_working_in_it(cast: Cast) -> None:
    one = cast.enrolled()
    consent = cast.consented(one, "Af Flen")
    lena = cast.viewer("lena")
    assert not can_note(lena, one.circle)
    assert withdraw(parts(consent), how="ringde chefen", by=lena) == len(parts(consent))
    assert {part.withdrawn_by for part in parts(consent)} == {"Lena Chef"}


def test_nobody_outside_the_circle_notes_gives_or_withdraws(cast: Cast) -> None:
    one = cast.enrolled()
    consent = cast.consented(one, "Af Flen")
    for who in ("olle", "rut", "stig", "rakel"):
        with pytest.raises(PermissionDenied):
            withdraw(parts(consent), how="ringde", by=cast.viewer(who))
        with pytest.raises(PermissionDenied):
            cast.consented(one, by=who)
    with pytest.raises(PermissionDenied):
        cast.consented(one, "Af Flen", by="lena")


def test_what_others_give_waits_until_they_accept_it_themselves(cast: Cast) -> None:
    one = cast.enrolled()
    af = cast.unit("Af Flen").authority
    consent = cast.consented(one, "Af Flen")
    assert {part.accepted_by for part in parts(consent, one.controller_id)} == {"Karin Ek"}
    theirs = parts(consent, af.pk)
    assert {part.accepted_on for part in theirs} == {None}
    with pytest.raises(PermissionDenied, match="lämnar uppgifterna"):
        accept(theirs, by=cast.viewer("karin"))
    assert accept(theirs, by=cast.viewer("per")) == len(EVERYTHING)
    assert accept(parts(consent, af.pk), by=cast.viewer("per")) == 0


def test_an_agencys_own_case_is_seen_by_others_only_when_it_opens_it(cast: Cast) -> None:
    one = cast.enrolled()
    consent = cast.consented(one, "FK Eskilstuna")
    cast.involved(one, "fatima")
    mine = may_see(cast.as_("karin"), one.involvements.order_by("pk"), PART)
    assert list(mine) == []
    cast.as_everyone()
    accept(parts(consent, cast.unit("FK Eskilstuna").authority_id), by=cast.viewer("fatima"))
    lets_read(cast, "FK Eskilstuna", "AUC", (Information.AGENCIES,))
    assert len(may_see(cast.as_("karin"), one.involvements.order_by("pk"), PART)) == 1
    assert len(may_see(cast.as_("fatima"), one.involvements.order_by("pk"), PART)) == 1


def lets_read(cast: Cast, giver: str, receiver: str, kinds: tuple[str, ...]) -> Provision:
    """Let one authority record that another may read, by units at them."""
    told = NewProvision(
        cast.unit(giver).authority, cast.unit(receiver).authority, Opening.STANDING, kinds,
        "Förordning 2024:14, 5 §", START,
    )  # fmt: skip
    return record_provision(told, by=operator(TODAY))


def test_a_consent_names_kinds_and_opens_no_others(cast: Cast) -> None:
    one = cast.enrolled()
    af = cast.unit("Af Flen").authority_id
    cast.consented(one, "Af Flen", parts=[(one.controller_id, af, Information.LIVELIHOOD)])
    assert not sees(cast, "per", one)
    opened = Member.objects.get(circle=one.circle, basis="consent")
    assert opened.kinds == [RowKind.LIVELIHOOD]


def test_a_provision_that_ends_closes_what_it_opened(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    af = cast.unit("Af Flen").authority
    provision = Provision.objects.get(giver=one.controller, receiver=af)
    end_provision(provision, by=cast.viewer("eva"))
    assert not sees(cast, "per", one)
    told = NewProvision(one.controller, af, Opening.STANDING, (Information.COURSE,), "Avtal", TODAY)
    again = record_provision(told, by=cast.viewer("eva"))
    assert sees(cast, "per", one)
    end_provision(again, by=cast.viewer("eva"))
    assert not sees(cast, "per", one)
    assert not Provision.objects.filter(pk=again.pk).exists()


def test_a_provision_that_ends_goes_through_the_cases_it_opened_some_at_a_time(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not those whose consent has run out: there is nothing left to close."""
    cases = [cast.enrolled() for _ in range(4)]
    for one in cases:
        cast.consented(one, "Af Flen")
    over = ConsentPart.objects.filter(circle=cases[-1].circle_id)
    over.update(from_day=START, until_day=TODAY)
    gone_through: list[list[UUID]] = []

    def opening(circles: list[UUID], *, by: Viewer) -> None:
        gone_through.append(sorted(circles))
        open_what_is_consented(circles, by=by)

    monkeypatch.setattr(provisions_of, "AT_A_TIME", 2)
    monkeypatch.setattr(provisions_of, "open_what_is_consented", opening)
    af = cast.unit("Af Flen").authority
    provision = Provision.objects.get(giver=cases[0].controller_id, receiver=af)
    end_provision(provision, by=cast.viewer("eva"))
    open_ones = sorted(one.circle_id for one in cases[:-1])
    assert gone_through == [open_ones[:2], open_ones[2:]]
    assert not any(sees(cast, "per", one) for one in cases[:-1])


def test_a_register_kept_for_another_is_read_until_the_assignment_ends(cast: Cast) -> None:
    one = cast.enrolled("katrineholm")
    assert sees(cast, "eva", one)
    kept = Provision.objects.get(giver=one.controller, opens=Opening.KEEPING)
    end_provision(kept, by=cast.viewer("lotta"))
    assert not sees(cast, "eva", one)
    assert sees(cast, "lotta", one)
    told = NewProvision(
        one.controller, cast.unit("AUC").authority, Opening.KEEPING, (), "Avtal", TODAY
    )
    record_provision(told, by=cast.viewer("lotta"))
    assert sees(cast, "eva", one)
    record_provision(told, by=cast.viewer("lotta"))
    assert Member.objects.filter(circle=one.circle, basis="keeping", until_day=None).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"paragraph": " "}, "paragraph"),
        ({"information": ()}, "information"),
        ({"from_day": TODAY + timedelta(days=1)}, "from_day"),
        ({"until_day": TODAY}, "until_day"),
    ],
)
def test_a_provision_that_says_too_little_is_refused(
    cast: Cast, wrong: dict[str, Any], field: str
) -> None:
    giver, receiver = cast.unit("AUC").authority, cast.unit("Af Flen").authority
    told = NewProvision(giver, receiver, Opening.STANDING, (Information.COURSE,), "Prov 1 §", START)
    with pytest.raises(Refused) as refused:
        record_provision(replace(told, **wrong), by=cast.viewer("eva"))
    assert list(refused.value.faults) == [field]


def test_a_provision_is_recorded_by_the_giver_alone(cast: Cast) -> None:
    fk, flen = cast.unit("FK Eskilstuna").authority, cast.unit("AUC").authority
    told = NewProvision(fk, flen, Opening.STANDING, (Information.COURSE,), "Prov 1 §", START)
    with pytest.raises(PermissionDenied, match="svarar själv"):
        record_provision(told, by=cast.viewer("eva"))
    with pytest.raises(Refused) as refused:
        record_provision(replace(told, giver=flen), by=cast.viewer("eva"))
    assert list(refused.value.faults) == ["receiver"]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"parts": []}, ""),
        ({"given_by": "guardian"}, "guardian"),
        ({"guardian": "Gun God"}, "guardian"),
        ({"manner": "paper"}, "scan"),
        ({"terms": Terms(TODAY + timedelta(1), TODAY + timedelta(9), TODAY + timedelta(5))}, "from_day"),
        ({"terms": Terms(TODAY - timedelta(40), TODAY + timedelta(9), TODAY)}, "from_day"),
        ({"terms": Terms(TODAY, TODAY, TODAY)}, "until_day"),
        ({"terms": Terms(TODAY, TODAY + timedelta(400), TODAY)}, "until_day"),
        ({"terms": Terms(TODAY, TODAY + timedelta(9), TODAY + timedelta(19))}, "review_on"),
    ],
)  # fmt: skip
def test_a_consent_that_cannot_be_is_refused_with_what_is_wrong(
    cast: Cast, told: dict[str, Any], field: str
) -> None:
    one = cast.enrolled()
    with pytest.raises(Refused) as refused:
        cast.consented(one, "Af Flen", **told)
    assert list(refused.value.faults) == [field]
    assert not Consent.objects.exists()


def test_the_signed_paper_is_kept(cast: Cast) -> None:
    one = cast.enrolled()
    paper = Scan("samtycke.pdf", "application/pdf", b"%PDF-1.7")
    made = cast.consented(one, "Af Flen", manner="paper", scan=paper)
    assert (made.scan.file_name, bytes(made.scan.content)) == ("samtycke.pdf", b"%PDF-1.7")
    assert len(made.digest) == 64


def item(part: ConsentPart, **told: Any) -> Item:
    known = {"kind": RowKind.AGREEMENT, "about": "Amina Öberg", "title": "Överenskommet",
             "text": "Vi ses den 9 maj."}  # fmt: skip
    return Item(part, **{**known, **told})


def agreement(consent: Consent, receiver: str, cast: Cast) -> ConsentPart:
    part = course(consent, receiver, cast)
    return consent.parts.select_related("circle").get(
        giver=part.giver_id, receiver=part.receiver_id, information=Information.AGREEMENT
    )


def test_what_is_handed_over_is_the_receivers_own_and_stays_marked_when_consent_ends(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    consent = cast.consented(one, "Utanför", "Af Flen")
    release([item(agreement(consent, "Af Flen", cast))], by=cast.viewer("karin"))
    copy = Release.objects.get()
    assert copy.owner_authority == cast.unit("Af Flen").authority
    withdraw(parts(consent), how="ringde", by=cast.viewer("karin"))
    seen = list(may_see(cast.as_("per"), Release.objects.order_by("pk")))
    assert [one.text for one in seen] == ["Vi ses den 9 maj."]
    assert seen[0].consent_withdrawn_on == TODAY
    assert list(may_see(cast.as_("fatima"), Release.objects.order_by("pk"))) == []


def test_what_another_authority_was_handed_is_not_opened_to_us_with_what_is_its_own(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    consent = cast.consented(one, "Utanför", "Af Flen", "Psykiatrin")
    theirs = consent.parts.filter(giver__name="Arbetsförmedlingen").select_related("circle")
    accept(list(theirs.order_by("pk")), by=cast.viewer("per"))
    region = Authority.objects.get(name="Regionens vårdnämnd")
    opened = NewProvision(
        Authority.objects.get(name="Arbetsförmedlingen"), region, Opening.STANDING,
        tuple(Information.values), "Prov 3 §", TODAY,
    )  # fmt: skip
    record_provision(opened, by=operator(TODAY))
    release([item(agreement(consent, "Af Flen", cast))], by=cast.viewer("karin"))
    assert list(releases(cast.as_("rut"))) == list(received(cast.viewer("rut"))) == []
    assert len(releases(cast.as_("per"))) == len(received(cast.viewer("per"))) == 1
    assert len(releases(cast.as_("karin"))) == 1, "who handed it over"


def test_who_has_been_let_out_no_longer_reads_what_their_authority_handed_over(cast: Cast) -> None:
    one = cast.enrolled()
    consent = cast.consented(one, "Af Flen")
    release([item(agreement(consent, "Af Flen", cast))], by=cast.viewer("karin"))
    cast.as_everyone()
    lena = cast.viewer("lena").posts[0]
    name_team([one.circle], [(lena.unit_id, lena.position_id)], by=operator(TODAY))
    assert list(releases(cast.as_("karin"))) == list(releases(cast.as_("per"))) == []
    assert len(releases(cast.as_("lena"))) == 1


def test_nothing_is_handed_over_that_the_consent_does_not_cover(cast: Cast) -> None:
    one = cast.enrolled()
    consent = cast.consented(one, "Af Flen")
    part = agreement(consent, "Af Flen", cast)
    theirs = parts(consent, cast.unit("Af Flen").authority_id)[0]
    with pytest.raises(Refused, match="täcker inte"):
        release([item(part, kind=RowKind.LIVELIHOOD)], by=cast.viewer("karin"))
    with pytest.raises(PermissionDenied):
        release([item(theirs)], by=cast.viewer("karin"))
    with pytest.raises(Refused, match="täcker inte"):
        kind = COVERS[theirs.information][0]
        release([item(theirs, kind=kind)], by=cast.viewer("per"))
    withdraw([part], how="ringde", by=cast.viewer("karin"))
    with pytest.raises(Refused, match="täcker inte"):
        release([item(agreement(consent, "Af Flen", cast))], by=cast.viewer("karin"))
    assert not Release.objects.exists()


def test_nothing_is_handed_over_by_somebody_whom_the_wall_keeps_from_the_case(cast: Cast) -> None:
    part = agreement(cast.consented(cast.enrolled(), "Af Flen"), "Af Flen", cast)
    with pytest.raises(PermissionDenied):
        release([item(part)], by=cast.as_("lotta"))
    cast.as_everyone()
    assert not Release.objects.exists()


def test_a_named_team_keeps_what_consent_gives_its_own_members_alone(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    per, karin = cast.viewer("per").posts[0], cast.viewer("karin").posts[0]
    team = [(post.unit_id, post.position_id) for post in (per, karin)]
    name_team([one.circle], team, by=cast.viewer("karin"))
    assert sees(cast, "per", one)
    name_team([one.circle], team[1:], by=cast.viewer("karin"))
    assert Member.objects.filter(circle=one.circle, basis="consent", position=None).count() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"accepted_on": None},
        {"withdrawn_by": "Någon"},
        {"receiver_id": 0},
        {"until_day": START},
    ],
)
def test_the_database_refuses_a_part_that_contradicts_itself(
    cast: Cast, change: dict[str, Any]
) -> None:
    consent = cast.consented(cast.enrolled(), "Af Flen")
    part = course(consent, "Af Flen", cast)
    if "receiver_id" in change:
        change = {"receiver_id": part.giver_id}
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentPart.objects.filter(pk=part.pk).update(**change)


def test_provisions_are_listed_for_both_sides_by_when_they_begin_the_latest_first(
    cast: Cast,
) -> None:
    giver, receiver = cast.unit("AUC").authority, cast.unit("Psykiatrin").authority
    for day in (START - timedelta(days=1), TODAY):
        told = NewProvision(giver, receiver, Opening.STANDING, ("course",), "Prov 2 §", day)
        record_provision(told, by=cast.viewer("lena"))
    listed = list(provisions(cast.viewer("lena")))
    days = [one.from_day for one in listed]
    assert days == sorted(days, reverse=True)
    assert (days[0], days[-1]) == (TODAY, START - timedelta(days=1))
    assert {giver.pk} <= {one.giver_id for one in listed}
    assert not provisions(cast.viewer("olle")).exists()
