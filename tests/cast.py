"""The fixed cast: agencies, and the people at them who may and must not see.

One initiative, `prov`, with a branch in Flen and one in Katrineholm under different controllers; and
another, `annan`, that nobody in the first has anything to do with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any
from uuid import UUID

from stafett.accounts.actions import open_account
from stafett.accounts.models import User
from stafett.casework.actions import AuthorityCase, Enrolment, NewCase, enrol, involve
from stafett.casework.models import Participation
from stafett.economy.actions import book, state_cost
from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Branch, Initiative, OutcomeChoice
from stafett.initiatives.queries import team_units
from stafett.parties import actions as parties
from stafett.parties.models import Authority, Party, Unit
from stafett.people.actions import PersonFacts, record
from stafett.safeguards.actions import (
    NewConsent,
    NewProvision,
    give_consent,
    let_in,
    record_provision,
)
from stafett.safeguards.actions.links import Made, ask_for_consent
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.models import Consent, Information, Opening
from stafett.safeguards.queries import all_controllers, viewer_of
from stafett.safeguards.rules import Terms, parts_between
from stafett.safeguards.viewer import Viewer, operator

START = date(2024, 1, 1)
TODAY = date(2025, 6, 2)
PASSWORD = "hemligt-nog-i-prov"

KINDS = [
    ("af", "Arbetsförmedlingen", "state", 1),
    ("fk", "Försäkringskassan", "state", 2),
    ("municipality", "Kommun", "municipality", 3),
    ("region", "Region", "region", 4),
    ("association", "Samordningsförbund", "", 5),
    ("evaluator", "Utvärderare", "", 6),
]
PARTIES = [
    ("af", "Arbetsförmedlingen", "Af"),
    ("fk", "Försäkringskassan", "FK"),
    ("municipality", "Flens kommun", "Flen"),
    ("municipality", "Katrineholms kommun", "Katrineholm"),
    ("region", "Region Sörmland", "Regionen"),
    ("association", "Samordningsförbundet Prov", "Förbundet"),
    ("evaluator", "Provuniversitetet", "Universitetet"),
]
UNITS = [
    ("Arbetsförmedlingen", "Arbetsförmedlingen", "Af Flen"),
    ("Försäkringskassan", "Försäkringskassan", "FK Eskilstuna"),
    ("Flens kommun", "Flens arbetsmarknadsnämnd", "AUC"),
    ("Flens kommun", "Flens arbetsmarknadsnämnd", "Projektkontoret"),
    ("Flens kommun", "Flens socialnämnd", "Försörjningsstöd"),
    ("Katrineholms kommun", "Katrineholms arbetsnämnd", "Viadidakt"),
    ("Katrineholms kommun", "Katrineholms socialnämnd", "Utanför"),
    ("Region Sörmland", "Regionens vårdnämnd", "Psykiatrin"),
    ("Samordningsförbundet Prov", "Samordningsförbundet Prov", "Kansliet"),
    ("Provuniversitetet", "Provuniversitetet", "Utvärderingen"),
]
STAFF = [
    ("karin", "Karin Ek", "AUC", "coach"),
    ("lena", "Lena Chef", "AUC", "unit_manager"),
    ("eva", "Eva Led", "Projektkontoret", "project_leader"),
    ("sven", "Sven Soc", "Försörjningsstöd", "caseworker"),
    ("per", "Per Af", "Af Flen", "caseworker"),
    ("stig", "Stig Styr", "Af Flen", "steering_member"),
    ("fatima", "Fatima Kassa", "FK Eskilstuna", "caseworker"),
    ("rut", "Rut Vård", "Psykiatrin", "caseworker"),
    ("lotta", "Lotta Lokal", "Viadidakt", "local_leader"),
    ("ulf", "Ulf Utvärderare", "Utvärderingen", "evaluator"),
    ("rakel", "Rakel Kansli", "Kansliet", "association_office"),
    ("olle", "Olle Utanför", "Utanför", "caseworker"),
]
ENGAGED = [
    ("AUC", "coach", "flen"),
    ("AUC", "unit_manager", "flen"),
    ("Försörjningsstöd", "caseworker", "flen"),
    ("Viadidakt", "local_leader", "katrineholm"),
    ("Projektkontoret", "project_leader", None),
    ("Af Flen", "steering_member", None),
    ("Utvärderingen", "evaluator", None),
]
STANDING = ["Arbetsförmedlingen", "Försäkringskassan", "Regionens vårdnämnd"]
KEEPERS = [
    ("Flens arbetsmarknadsnämnd", "Flens socialnämnd"),
    ("Katrineholms arbetsnämnd", "Flens arbetsmarknadsnämnd"),
]
OUTCOMES = [
    ("arbete", "Arbete", "work_unsupported"),
    ("studier", "Studier", "studies"),
    ("sjuk", "Rehabilitering", "rehabilitation_or_care"),
    ("annat", "Annat", "unknown"),
]


def build() -> None:
    """Put the cast into the database, through the same actions as everybody uses."""
    by = operator(TODAY, "prov")
    _build_parties(by)
    _build_staff(by)
    _build_initiative(by)
    _build_provisions(by)
    _build_other(by)


def _build_parties(by: Viewer) -> None:
    kinds = {
        k: parties.add_kind(k, name, by=by, funding_group=g, colour=c) for k, name, g, c in KINDS
    }
    made = {name: parties.add_party(kinds[k], name, short, by=by) for k, name, short in PARTIES}
    for party, authority, unit in UNITS:
        parties.add_unit(parties.add_authority(made[party], authority, by=by), unit, by=by)
    shares = [("Arbetsförmedlingen", 4), ("Försäkringskassan", 4), ("Region Sörmland", 4),
              ("Flens kommun", 8), ("Katrineholms kommun", 8)]  # fmt: skip
    parties.form_association(
        Authority.objects.get(name="Samordningsförbundet Prov"),
        "Samordningsförbundet Prov",
        [(made[name], Fraction(1, part)) for name, part in shares],
        from_day=START, by=by,
    )  # fmt: skip


def _build_staff(by: Viewer) -> None:
    for key, name, unit_name, role in STAFF:
        unit = Unit.objects.select_related("authority").get(name=unit_name)
        email = f"{key}@prov.example"
        staff = parties.add_staff(unit.authority, name, by=by, email=email)
        post = parties.open_post(unit, role, role, from_day=START, by=by)
        parties.appoint(staff, post, from_day=START, by=by)
        open_account(email, name, by=by, staff=staff, password=PASSWORD)


def _build_initiative(by: Viewer) -> None:
    flen, katrineholm = (
        _authority("Flens arbetsmarknadsnämnd"),
        _authority("Katrineholms arbetsnämnd"),
    )
    made = initiatives.start(
        "prov", "Provinsatsen", flen, starts_on=START, by=by, outcome_base="leavers",
        association=_authority("Samordningsförbundet Prov").association,
    )  # fmt: skip
    branches = {
        "flen": initiatives.open_branch(made, "flen", "Flen", _unit("AUC"), by=by),
        "katrineholm": initiatives.open_branch(
            made, "katrineholm", "Katrineholm", _unit("Viadidakt"), by=by, controller=katrineholm
        ),
    }
    for unit, role, branch in ENGAGED:
        where = branches[branch] if branch else None
        initiatives.engage(made, _unit(unit), role, from_day=START, by=by, branch=where)
    _build_goals(made, by)


def _build_goals(made: Initiative, by: Viewer) -> None:
    initiatives.describe_target_group(
        made, "18–29 år, stöd från minst två", by=by, age_min=18, age_max=29
    )
    choices = [
        initiatives.add_outcome(made, code, label, common, by=by, order=i)
        for i, (code, label, common) in enumerate(OUTCOMES)
    ]
    initiatives.add_end_reasons(made, [("flytt", "Flytt")], by=by)
    initiatives.set_goal(
        made, "vidare", "Hälften går till arbete eller studier", share_percent=50, base="leavers",
        readings=[("arbete och studier", choices[:2])], by=by, decided_on=START,
    )  # fmt: skip
    year = (START, date(2024, 12, 31))
    initiatives.plan_volume(made, 20, period=year, by=by, women=10, men=10, decided_on=START)
    initiatives.promise_inflow(made, Party.objects.get(short_name="FK"), 10, period=year, by=by)
    book(made, 2024, "Personal", Decimal("100000"), booked_through=date(2024, 12, 31), by=by)
    state_cost(made, "Första året", costs_through=date(2024, 12, 31),
               participants_through=date(2024, 12, 31), by=by)  # fmt: skip


def _build_provisions(by: Viewer) -> None:
    """Flen's boards keep one register together, and Katrineholm lets the project's office keep its.

    Flen lets the agencies read what somebody has consented to.
    """
    for giver, receiver in KEEPERS:
        told = NewProvision(
            _authority(giver), _authority(receiver), Opening.KEEPING, (), "Avtal 2024:1", START
        )
        record_provision(told, by=by)
    for receiver in STANDING:
        told = NewProvision(
            _authority(KEEPERS[0][0]), _authority(receiver), Opening.STANDING,
            tuple(Information.values), "Prov 1 §", START,
        )  # fmt: skip
        record_provision(told, by=by)


def _build_other(by: Viewer) -> None:
    outside = _authority("Katrineholms socialnämnd")
    other = initiatives.start("annan", "Annan insats", outside, starts_on=START, by=by)
    branch = initiatives.open_branch(other, "annan", "Annan gren", _unit("Utanför"), by=by)
    initiatives.engage(other, _unit("Utanför"), "caseworker", from_day=START, by=by, branch=branch)
    initiatives.add_outcome(other, "arbete", "Arbete", "work_unsupported", by=by)


def _authority(name: str) -> Authority:
    return Authority.objects.get(name=name)


def _unit(name: str) -> Unit:
    return Unit.objects.get(name=name)


@dataclass
class Cast:
    """The cast as a test meets it; whatever a test makes goes when the test ends."""

    number: int = 0

    def user(self, key: str) -> User:
        """Somebody of the cast, by first name in small letters."""
        return User.objects.get(email=f"{key}@prov.example")

    def viewer(self, key: str) -> Viewer:
        """The same as a viewer, on the cast's day."""
        return viewer_of(self.user(key), TODAY)

    def unit(self, name: str) -> Unit:
        """A unit by its name."""
        return _unit(name)

    def party(self, short_name: str) -> Party:
        """A party by its short name."""
        return Party.objects.get(short_name=short_name)

    @cached_property
    def initiative(self) -> Initiative:
        """The initiative that the tests are about."""
        return Initiative.objects.get(code="prov")

    @cached_property
    def other(self) -> Initiative:
        """The initiative that nobody in the first has to do with."""
        return Initiative.objects.get(code="annan")

    def branch(self, code: str = "flen") -> Branch:
        """A branch of any of them, by its code."""
        return Branch.objects.select_related("initiative", "holder").get(code=code)

    def outcome(self, code: str) -> OutcomeChoice:
        """An outcome of the initiative's own list."""
        return OutcomeChoice.objects.get(initiative=self.initiative, code=code)

    def as_(self, key: str) -> Viewer:
        """Act as somebody for the rest of the test: the wall is set to what they reach."""
        viewer = self.viewer(key)
        set_reach(viewer.controllers)
        return viewer

    def as_everyone(self) -> None:
        """Stand outside the wall for the rest of the test, to arrange and to look at the truth."""
        set_reach(all_controllers())

    def person(self, branch: str = "flen", **facts: Any) -> UUID:
        """Record a person with the branch's controller."""
        self.as_everyone()
        self.number += 1
        known = {"identity_kind": "none", "register_key": f"P{self.number}", "given_name": "Amina",
                 "family_name": "Öberg", "sex": "woman", "birth_year": 2001}  # fmt: skip
        where = self.branch(branch)
        return record([PersonFacts(where.controller_id, **{**known, **facts})], by=None)[0]

    def enrolment(
        self, branch: str = "flen", person: UUID | None = None, **facts: Any
    ) -> Enrolment:
        """What an enrolment in a branch needs, with anything said differently."""
        where = self.branch(branch)
        key = person or self.person(branch)
        known = {"case_number": f"A{self.number}", "starts_on": date(2024, 2, 1),
                 "holder_unit_id": where.holder_id, "circle_units": team_units(where)}  # fmt: skip
        return Enrolment(
            where.controller_id, where.initiative_id, where.pk, key, **{**known, **facts}
        )

    def enrolled(
        self, branch: str = "flen", person: UUID | None = None, **facts: Any
    ) -> Participation:
        """Somebody enrolled in a branch."""
        enrolment = self.enrolment(branch, person, **facts)
        self.as_everyone()
        key = enrol([enrolment], by=operator(TODAY))[0]
        return Participation.objects.get(pk=key)

    def ended(self, outcome: str = "arbete", branch: str = "flen", **facts: Any) -> Participation:
        """Somebody who has left with an outcome, needing nobody next."""
        known = {"status": "ended", "ends_on": date(2024, 9, 30), "next_step_id": "none_needed",
                 "outcome_id": self.outcome(outcome).pk}  # fmt: skip
        return self.enrolled(branch, **{**known, **facts})

    def consented(self, one: Participation, *units: str, by: str = "karin", **told: Any) -> Consent:
        """Let it be known that the person lets the controller and these units' authorities talk."""
        self.as_everyone()
        places = [self.unit(name) for name in units]
        let_in(
            one.circle, [place.pk for place in places], from_day=one.starts_on, by=self.viewer(by)
        )
        team = {one.controller_id, *(place.authority_id for place in places)}
        known = {
            "circle": one.circle, "purpose": "Att planera tillsammans", "text": "Jag säger ja.",
            "parts": parts_between(team, set(Information.values), {}), "manner": "oral",
            "terms": Terms(TODAY, TODAY + timedelta(days=90), TODAY + timedelta(days=45)),
            "given_by": "person", "language": "svenska",
        }  # fmt: skip
        return give_consent(NewConsent(**{**known, **told}), by=self.viewer(by))

    def asked_by_link(self, one: Participation, by: str = "karin") -> Made:
        """Ask the person by a link whether the controller and Af may talk about how it goes."""
        self.as_everyone()
        team = {one.controller_id, self.unit("Af Flen").authority_id}
        asked = NewConsent(
            one.circle, "Att planera tillsammans", parts_between(team, {"course"}, {}),
            Terms(TODAY, TODAY + timedelta(days=90), TODAY + timedelta(days=45)), "Jag säger ja.",
            "e-id", "person", "sv",
        )  # fmt: skip
        return ask_for_consent(asked, by=self.viewer(by))[0]

    def involved(self, one: Participation, who: str) -> None:
        """Let somebody say that their own authority has a case: it is then that authority's own."""
        unit = Unit.objects.select_related("authority").get(pk=self.viewer(who).posts[0].unit_id)
        case = NewCase(unit.authority.party_id, unit.authority_id, one.starts_on, unit.pk)
        involve([(one, case)], by=self.viewer(who))

    def case_at(self, short_name: str) -> AuthorityCase:
        """A party's own case, to enrol with."""
        return AuthorityCase(self.party(short_name).pk)
