"""What opens and closes at the same time comes one after the other: nothing taken back stays open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from stafett.casework.actions import enrol
from stafett.casework.models import Participation
from stafett.safeguards.actions import (
    Item,
    NewConsent,
    NewProvision,
    accept,
    end_provision,
    give_consent,
    let_in,
    record_provision,
    release,
    withdraw,
)
from stafett.safeguards.models import (
    Consent,
    ConsentPart,
    Information,
    Member,
    Opening,
    Provision,
    Release,
    RowKind,
)
from stafett.safeguards.rules import Terms, parts_between
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast
from tests.handover.test_at_once import apart  # noqa: F401
from tests.safeguards.beside import beside, seeing_all


@pytest.fixture
def shared(apart: Cast) -> Participation:  # noqa: F811
    """A case that Af Flen is in, with all of it committed."""
    with seeing_all():
        one = apart.enrolled()
        af = apart.unit("Af Flen")
        let_in(one.circle, [af.pk], from_day=one.starts_on, by=apart.viewer("karin"))
        return one


def told(cast: Cast, one: Participation, *kinds: str) -> NewConsent:
    team = {one.controller_id, cast.unit("Af Flen").authority_id}
    return NewConsent(
        circle=one.circle, purpose="Att planera", text="Jag säger ja.",
        parts=parts_between(team, set(kinds), {}), manner="oral",
        terms=Terms(TODAY, TODAY + timedelta(days=90), TODAY + timedelta(days=45)),
        given_by="person", language="sv",
    )  # fmt: skip


def given(cast: Cast, one: Participation, *kinds: str) -> Consent:
    with seeing_all():
        return give_consent(told(cast, one, *kinds), by=cast.viewer("karin"))


def take_back(cast: Cast, consent: Consent) -> None:
    live = ConsentPart.objects.select_related("circle").filter(consent=consent)
    withdraw(list(live), how="ringde", by=cast.viewer("karin"))


def opened(one: Participation, giver: int) -> set[str]:
    """The kinds of a giver's rows that consents open in the case."""
    with seeing_all():
        doors: Any = Member.objects.filter(
            circle=one.circle_id, basis="consent", giver=giver, until_day__gt=TODAY
        )
        return {kind for door in doors for kind in door.kinds}


def test_what_is_taken_back_while_another_consent_is_noted_is_closed(
    apart: Cast,  # noqa: F811
    shared: Participation,
) -> None:
    first = given(apart, shared, Information.LIVELIHOOD)
    karin = apart.viewer("karin")
    more = told(apart, shared, Information.COURSE)
    came = beside(lambda: give_consent(more, by=karin), lambda: take_back(apart, first))
    assert came == ["done", "done"]
    kinds = opened(shared, shared.controller_id)
    assert kinds
    assert "livelihood" not in kinds


def test_what_is_taken_back_while_another_consent_is_accepted_is_closed(
    apart: Cast,  # noqa: F811
    shared: Participation,
) -> None:
    af, flen = apart.unit("Af Flen").authority, apart.unit("AUC").authority
    first = given(apart, shared, Information.LIVELIHOOD)
    second = given(apart, shared, Information.COURSE)
    per = apart.viewer("per")
    with seeing_all():
        both_ways = NewProvision(
            af, flen, Opening.STANDING, tuple(Information.values), "Prov 2 §", START
        )
        record_provision(both_ways, by=operator(TODAY))
        mine = ConsentPart.objects.select_related("circle").filter(giver=af)
        accept(list(mine.filter(consent=first)), by=per)
        waiting = list(mine.filter(consent=second))
    came = beside(lambda: accept(waiting, by=per), lambda: take_back(apart, first))
    assert came == ["done", "done"]
    kinds = opened(shared, af.pk)
    assert kinds
    assert "livelihood" not in kinds


def test_what_is_taken_back_is_not_accepted_by_whoever_saw_it_before(
    apart: Cast,  # noqa: F811
    shared: Participation,
) -> None:
    consent = given(apart, shared, Information.COURSE)
    with seeing_all():
        af = apart.unit("Af Flen").authority
        waiting = list(ConsentPart.objects.select_related("circle").filter(giver=af))
    beside(lambda: take_back(apart, consent), lambda: accept(waiting, by=apart.viewer("per")))
    with seeing_all():
        assert not ConsentPart.objects.filter(giver=af, accepted_on__isnull=False).exists()
        assert not ConsentPart.objects.filter(withdrawn_on=None).exists()


def test_a_provision_that_ends_while_a_consent_is_noted_leaves_no_door(
    apart: Cast,  # noqa: F811
    shared: Participation,
) -> None:
    with seeing_all():
        provision = Provision.objects.get(
            giver=shared.controller_id, receiver=apart.unit("Af Flen").authority, opens="standing"
        )
    karin, lena = apart.viewer("karin"), apart.viewer("lena")
    asked = told(apart, shared, Information.COURSE)
    came = beside(lambda: give_consent(asked, by=karin), lambda: end_provision(provision, by=lena))
    assert came == ["done", "done"]
    assert not opened(shared, shared.controller_id)


@pytest.fixture
def agreed(apart: Cast, shared: Participation) -> Consent:  # noqa: F811
    """What they come to terms about may be told."""
    return given(apart, shared, Information.AGREEMENT)


def copy_of(consent: Consent) -> Item:
    """What the controller hands over under it."""
    with seeing_all():
        part = consent.parts.select_related("circle").get(giver=consent.controller_id)
    return Item(part, RowKind.AGREEMENT, "A", "T", "x")


def test_nothing_leaves_under_a_consent_that_was_just_taken_back(
    apart: Cast,  # noqa: F811
    agreed: Consent,
) -> None:
    copy, karin = copy_of(agreed), apart.viewer("karin")
    came = beside(lambda: take_back(apart, agreed), lambda: release([copy], by=karin))
    assert came == ["done", "refused"]
    with seeing_all():
        assert not Release.objects.exists()


def test_what_left_just_before_its_consent_was_taken_back_is_marked(
    apart: Cast,  # noqa: F811
    agreed: Consent,
) -> None:
    copy, karin = copy_of(agreed), apart.viewer("karin")
    came = beside(lambda: release([copy], by=karin), lambda: take_back(apart, agreed))
    assert came == ["done", "done"]
    with seeing_all():
        assert Release.objects.get().consent_withdrawn_on == TODAY


@dataclass
class Kept:
    """A case that its controller alone is in, whose register the social board keeps until it ends."""

    cast: Cast
    case: Participation
    provision: Provision

    def end(self) -> None:
        end_provision(self.provision, by=self.cast.viewer("lena"))

    def let_in(self) -> None:
        units = [self.cast.unit("Försörjningsstöd").pk]
        let_in(self.case.circle, units, from_day=START, by=self.cast.viewer("karin"))

    def enrol(self) -> None:
        again = self.cast.enrolment(person=self.case.person_id, case_number="B7", starts_on=TODAY)
        enrol([again], by=operator(TODAY))

    def doors(self) -> list[str]:
        """What the social board's unit is let in by, anywhere."""
        with seeing_all():
            there = Member.objects.filter(unit__name="Försörjningsstöd", until_day=None)
            return sorted(there.values_list("basis", flat=True).order_by("pk"))


@pytest.fixture
def kept(apart: Cast) -> Kept:  # noqa: F811
    with seeing_all():
        one = apart.ended(circle_units=[apart.unit("AUC").pk])
        keeping = Provision.objects.get(giver=one.controller_id, opens=Opening.KEEPING)
        return Kept(apart, one, keeping)


@pytest.mark.parametrize("act", ["let_in", "enrol"])
@pytest.mark.parametrize("ends_first", [True, False])
def test_whoever_is_let_in_as_the_keeping_of_the_register_ends_keeps_nothing(
    kept: Kept, act: str, ends_first: bool
) -> None:
    acts = [kept.end, getattr(kept, act)]
    assert beside(*(acts if ends_first else reversed(acts))) == ["done", "done"]
    assert kept.doors() == ["role"]
