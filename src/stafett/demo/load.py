"""Puts a cohort into the database, through the same actions as everybody uses."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from itertools import chain, count
from typing import Any
from uuid import UUID

from stafett.accounts.actions import open_accounts
from stafett.accounts.models import User
from stafett.casework.actions import AuthorityCase, Doing, Enrolment, Living, enrol, reassign
from stafett.casework.models import Participation
from stafett.demo.cohorts.shapes import NOTHING_BESIDE, Beside, Cohort, RegisterRow, Setup
from stafett.demo.frozen import freeze
from stafett.demo.living.assigning import assign
from stafett.demo.living.consents import ask_guardians, consent
from stafett.demo.living.counting import count_months
from stafett.demo.living.documents import put_some
from stafett.demo.living.following import follow
from stafett.demo.living.notes import note
from stafett.demo.living.over_time import live
from stafett.demo.living.plans import plan
from stafett.demo.living.setup import EVALUATORS
from stafett.demo.living.sharing import share_some
from stafett.demo.published import CODES
from stafett.economy.actions import book, state_cost
from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import team_units
from stafett.parties import actions as parties
from stafett.parties.models import Association, Group, Position, Staff, Unit
from stafett.people.actions import PersonFacts, record
from stafett.safeguards.middleware import acting, set_reach
from stafett.safeguards.queries import all_controllers, viewer_of
from stafett.safeguards.viewer import Viewer, operator
from stafett.vocabulary.models import EndReason


def load(cohort: Cohort, *, today: date, password: str | None = None) -> Initiative:
    """Load one cohort whole, or nothing of it; accounts get the password, or none can log in."""
    by = operator(today, "demo")
    with acting(by, "demo"):
        known = Known(cohort.setup, by)
        known.load_parties()
        known.load_people_at_work(password)
        initiative = load_initiative(known)
        set_reach(all_controllers())
        load_register(cohort, known)
        if initiative.invented:
            consent(initiative, by=by)
            ask_guardians(initiative, day=today)
            note(initiative, by=by)
            put_some(initiative, by=by)
            plan(initiative, by=by)
            live(initiative, by=by)
            follow(initiative, by=by)
            assign(initiative, by=by)
            share_some(initiative, by=by)
            count_months(initiative, by=by)
        freeze(initiative, by=by)
    return initiative


class Known:
    """What has been loaded so far, by the codes that the setup uses."""

    def __init__(self, setup: Setup, by: Viewer) -> None:
        """Nothing yet."""
        self.setup, self.by = setup, by
        self.parties: dict[str, Any] = {}
        self.authorities: dict[str, Any] = {}
        self.units: dict[str, Any] = {}
        self.positions: dict[str, Position] = {}
        self.association: Association | None = None
        self.branches: dict[str, Any] = {}
        self.outcomes: dict[str, Any] = {}
        self.teams: dict[int, tuple[int, ...]] = {}

    def team(self, branch: Any) -> tuple[int, ...]:
        """The branch's team, asked for once."""
        if branch.pk not in self.teams:
            self.teams[branch.pk] = team_units(branch)
        return self.teams[branch.pk]

    def load_parties(self) -> None:
        """Parties, authorities, units and the association; those already there are met again."""
        kinds = {k.code: parties.add_kind(**asdict(k), by=self.by) for k in self.setup.kinds}
        for p in self.setup.parties:
            place = p.municipality or None
            self.parties[p.code] = parties.add_party(
                kinds[p.kind], p.name, p.short_name, by=self.by, municipality_id=place
            )
        for a in self.setup.authorities:
            party = self.parties[a.party]
            self.authorities[a.code] = parties.add_authority(
                party, a.name, by=self.by, data_act=a.data_act
            )
        for u in self.setup.units:
            self.units[u.code] = parties.add_unit(self.authorities[u.authority], u.name, by=self.by)
        self._load_association()
        for g in self.setup.agreements:
            who = [self.parties[code] for code in g.parties]
            parties.agree(
                g.title, who, valid_from=g.valid_from, valid_to=g.valid_to, note=g.note, by=self.by
            )

    def _load_association(self) -> None:
        found = self.setup.association
        if found is None:
            return
        self.association = Association.objects.filter(name=found.name).first()
        if self.association is None:
            shares = [(self.parties[m.party], m.share) for m in found.members]
            self.association = parties.form_association(
                self.authorities[found.authority],
                found.name,
                shares,
                from_day=found.from_day,
                by=self.by,
            )

    def load_people_at_work(self, password: str | None) -> None:
        """Staff with accounts, posts, who held them when, and seats in groups."""
        staff, taken = {}, set(Staff.objects.order_by("email").values_list("email", flat=True))
        for s in self.setup.staff:
            email = address(s.name, taken)
            staff[s.code] = parties.add_staff(
                self.authorities[s.authority], s.name, email=email, by=self.by
            )
            taken.add(email)
        accounts = [(one.email, one.name, one) for one in staff.values()]
        open_accounts(accounts, password=password, by=self.by)
        for p in self.setup.positions:
            self.positions[p.code] = parties.open_post(
                self.units[p.unit], p.role, p.title, from_day=p.from_day,
                until_day=p.until_day, full_time=p.full_time, by=self.by,
            )  # fmt: skip
        for t in self.setup.tenures:
            parties.appoint(
                staff[t.staff], self.positions[t.position], from_day=t.from_day,
                until_day=t.until_day, stands_in=t.stands_in, note=t.note, by=self.by,
            )  # fmt: skip
        self._load_groups()

    def _load_groups(self) -> None:
        groups: dict[str, Group] = {}
        for g in self.setup.groups:
            groups[g.code] = parties.form_group(
                g.name, by=self.by, mandate=g.mandate,
                association=self.association if g.association else None,
                hands_up_to=groups.get(g.hands_up_to),
            )  # fmt: skip
        for seat in self.setup.seats:
            parties.seat(
                groups[seat.group],
                self.positions[seat.position],
                from_day=seat.from_day,
                by=self.by,
            )


LETTERS = str.maketrans("åäöé ", "aaoe.", "'")


def address(name: str, taken: Collection[str]) -> str:
    """An address in no real domain: first.last@demo.example, with a number where it is taken."""
    plain = name.lower().translate(LETTERS)
    numbered = (f"{plain}{number or ''}@demo.example" for number in chain([0], count(2)))
    return next(email for email in numbered if email not in taken)


def let_evaluators_compare(*, today: date) -> None:
    """The evaluators of the invented initiative read the four others too, and none that people have made."""
    by = operator(today, "demo")
    with acting(by, "demo"):
        unit = Unit.objects.get(name=EVALUATORS)
        others = Initiative.objects.filter(code__in=CODES).exclude(engagements__unit=unit)
        for one in others.order_by("code"):
            initiatives.engage(one, unit, "evaluator", from_day=one.starts_on, by=by)


def load_initiative(known: Known) -> Initiative:
    """The initiative with its branches, engagements, goals, targets, promises and costs."""
    it = known.setup.initiative
    made = initiatives.start(
        it.code, it.name, known.authorities[it.controller], starts_on=it.starts_on, by=known.by,
        ends_on=it.ends_on, counted_on=None if it.ends_on is None else it.counted_on,
        outcome_base=it.outcome_base, summary=it.summary, association=known.association,
        invented=it.ends_on is None,
    )  # fmt: skip
    _open_branches(made, known, asked=False)
    for e in it.engagements:
        initiatives.engage(
            made, known.units[e.unit], e.role, from_day=e.from_day, until_day=e.until_day,
            branch=known.branches[e.branch] if e.branch else None, by=known.by,
        )  # fmt: skip
    _open_branches(made, known, asked=True)
    _load_intentions(made, known)
    _load_costs(made, known)
    return made


def _open_branches(made: Initiative, known: Known, *, asked: bool) -> None:
    """The branches whose controller has said yes, or those where somebody has only asked."""
    for b in known.setup.initiative.branches:
        if bool(b.asked_by) is asked:
            known.branches[b.code] = initiatives.open_branch(
                made, b.code, b.name, known.units[b.holder], plan=b.plan,
                by=_holder(known.positions[b.asked_by], known.by) if asked else known.by,
                controller=known.authorities[b.controller], municipality_id=b.municipality or None,
            )  # fmt: skip


def _holder(post: Position, by: Viewer) -> Viewer:
    """Whoever holds a post on the demo's day, as a viewer."""
    return viewer_of(User.objects.get(staff__tenures__position=post), by.day)


def _load_intentions(made: Initiative, known: Known) -> None:
    it, by = known.setup.initiative, known.by
    for t in it.target_groups:
        facts = _without(asdict(t), "version", "branch")
        branch = known.branches[t.branch] if t.branch else None
        initiatives.describe_target_group(
            made, facts.pop("criteria"), by=by, branch=branch, **facts
        )
    for order, o in enumerate(it.outcomes):
        known.outcomes[o.code] = initiatives.add_outcome(
            made, o.code, o.label, o.common, by=by, order=order
        )
    if it.ends_on is None:
        proposed = EndReason.objects.order_by("order").values_list("code", "label_sv")
        pairs = [(code.replace("_", "-"), label) for code, label in proposed]
        initiatives.add_end_reasons(made, pairs, by=by)
    for g in it.goals:
        readings = [(r.label, [known.outcomes[code] for code in r.outcomes]) for r in g.readings]
        initiatives.set_goal(
            made, g.code, g.text, share_percent=Decimal(str(g.share)) * 100, base=g.base,
            readings=readings, by=by, decided_on=g.decided_on, reason=g.reason,
        )  # fmt: skip
    for v in it.volume_targets:
        facts = _without(asdict(v), "version", "period_start", "period_end", "total")
        initiatives.plan_volume(
            made, v.total, period=(v.period_start, v.period_end), by=by, **facts
        )
    for p in it.promised_inflow:
        initiatives.promise_inflow(
            made, known.parties[p.party], p.number, period=(p.period_start, p.period_end),
            reason=p.reason, by=by,
        )  # fmt: skip


def _without(facts: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in names}


def _load_costs(made: Initiative, known: Known) -> None:
    for c in known.setup.initiative.cost_lines:
        book(made, c.year, c.cost_kind, c.kronor, booked_through=c.booked_through,
             payer=known.parties[c.payer] if c.payer else None, by=known.by)  # fmt: skip
    for s in known.setup.initiative.cost_statements:
        state_cost(
            made, s.label, costs_through=s.costs_through,
            participants_through=s.participants_through, by=known.by,
        )  # fmt: skip


def load_register(cohort: Cohort, known: Known) -> None:
    """Record the people and enrol them; who comes back is one person with two participations."""
    beside = {
        row["case_number"]: cohort.beside.get(row["case_number"], NOTHING_BESIDE)
        for row in cohort.rows
    }
    facts = {
        row["case_number"]: _person(row, beside[row["case_number"]], known)
        for row in cohort.rows
        if not beside[row["case_number"]].same_as
    }
    people = dict(zip(facts, record(list(facts.values()), by=known.by), strict=True))
    enrolments = [
        _enrolment(row, people[one.same_as or number], one, known)
        for row, (number, one) in zip(cohort.rows, beside.items(), strict=True)
    ]
    keys = enrol(enrolments, by=known.by)
    for key, one, enrolment in zip(keys, beside.values(), enrolments, strict=True):
        if one.worker:
            _assign(key, known.positions[one.worker], replace(known.by, day=enrolment.starts_on))


def _assign(key: UUID, post: Position, by: Viewer) -> None:
    """Let somebody in the holding unit have the case from its first day (A20)."""
    case = Participation(pk=key)
    reassign([case], post, by=by, because="Fördelat när ärendet började")


def _person(row: RegisterRow, beside: Beside, known: Known) -> PersonFacts:
    return PersonFacts(
        known.branches[row["branch"]].controller_id, row["identity_kind"], row["identity_number"],
        register_key=row["case_number"], given_name=row["given_name"],
        family_name=row["family_name"], sex=row["sex"], birth_date=row["birth_date"],
        birth_year=row["birth_date"].year, language=beside.language,
        needs_interpreter=beside.needs_interpreter, guardian=beside.guardian,
        support_person=beside.support_person, reached=beside.reached, protection=beside.protection,
    )  # fmt: skip


def _enrolment(row: RegisterRow, person: UUID, beside: Beside, known: Known) -> Enrolment:
    branch = known.branches[row["branch"]]
    outcome = known.outcomes.get(row["outcome"])
    return Enrolment(
        branch.controller_id, branch.initiative_id, branch.pk, person, row["case_number"],
        row["starts_on"], known.units[row["holder"]].pk if row["holder"] else branch.holder_id,
        _circle(row, branch, known), ends_on=row["ends_on"], status=row["status"],
        outcome_id=outcome.pk if outcome else None, next_step_id=row["next_step"] or None,
        next_unit_id=known.units[row["next_holder"]].pk if row["next_holder"] else None,
        end_reason=row["end_reason"], municipality_id=row["municipality"] or None,
        education_id=row["education"] or None,
        referring_party_id=known.parties[row["referring_party"]].pk if row["referring_party"] else None,
        referring_caseworker=row["referring_caseworker"],
        named_team=_named(beside, known), cases=_cases(row, known),
        livelihoods=tuple(
            Living(moment, source, extent)
            for moment, key in (("start", "livelihood_start"), ("end", "livelihood_end"))
            for source, extent in row[key]  # type: ignore[literal-required]
        ),
        occupations=_occupations(row),
    )  # fmt: skip


def _named(beside: Beside, known: Known) -> tuple[tuple[int, int], ...]:
    """The posts that alone may see a protected person, each with its unit."""
    posts = (known.positions[code] for code in beside.named_team)
    return tuple((post.unit_id, post.pk) for post in posts)


def _circle(row: RegisterRow, branch: Any, known: Known) -> tuple[int, ...]:
    """The branch's team, and the units of the parties that are in the case."""
    involved = [known.units[case["unit"]].pk for case in row["involved"] if case["unit"]]
    return tuple(dict.fromkeys([*known.team(branch), *involved]))


def _cases(row: RegisterRow, known: Known) -> tuple[AuthorityCase, ...]:
    return tuple(
        AuthorityCase(
            known.parties[case["party"]].pk,
            known.units[case["unit"]].pk,
        )
        for case in row["involved"]
    )


def _occupations(row: RegisterRow) -> tuple[Doing, ...]:
    moments = (("start", "occupation_start"), ("end", "occupation_end"))
    found = [
        Doing(moment, what, Decimal(hours) if hours else None)
        for moment, key in moments
        for what, hours in row[key]  # type: ignore[literal-required]
    ]
    return (*found, *(Doing("during", what, on_day=day) for what, day in row["events"]))
