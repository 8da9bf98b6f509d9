"""What does a demo cohort consist of? Plain data that is loaded through the apps' own actions.

Codes tie the parts together: `party`, `authority`, `unit`, `position` and so on name the `code` of
another part. `from_day`/`until_day` are half-open as in the database (None = still); `starts_on`/
`ends_on` include their last day. Labels are Swedish, as people would have typed them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypedDict


class InvolvedParty(TypedDict):
    """One party's own case with the person (D8): at most one per party and participation."""

    party: str
    unit: str
    from_day: date
    until_day: date | None


class RegisterRow(TypedDict):
    """One line of a register: a participation with its person, as an initiative kept it.

    `livelihood_*` are (source code, per cent or None); `occupation_*` are (kind code, hours a week
    or None); `events` are (occupation kind, day) in the course of the participation and may overlap.
    `next_holder` is a unit code, set when `next_step` is "holder". Without a number
    (`identity_kind` "none") the case number is the key.
    """

    case_number: str
    identity_kind: Literal["none", "personal", "coordination"]
    identity_number: str
    given_name: str
    family_name: str
    sex: Literal["woman", "man"]
    birth_date: date
    age_at_start: int
    municipality: str
    education: str
    branch: str
    referring_party: str
    referring_caseworker: str
    holder: str
    involved: tuple[InvolvedParty, ...]
    starts_on: date
    ends_on: date | None
    status: Literal["remaining", "paused", "ended", "unknown"]
    outcome: str
    next_step: str
    next_holder: str
    end_reason: str
    livelihood_start: tuple[tuple[str, int | None], ...]
    livelihood_end: tuple[tuple[str, int | None], ...]
    occupation_start: tuple[tuple[str, int | None], ...]
    occupation_end: tuple[tuple[str, int | None], ...]
    events: tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class PartyKindSetup:
    """A kind of party; `funding_group` is "state", "region", "municipality" or "" (2003:1210 5 §)."""

    code: str
    name: str
    funding_group: str
    colour: int
    handles_people: bool = True


@dataclass(frozen=True)
class PartySetup:
    """Who funds, steers or takes part; `municipality` is a municipality code or ""."""

    code: str
    kind: str
    name: str
    short_name: str
    municipality: str = ""


@dataclass(frozen=True)
class AuthoritySetup:
    """The legal unit of secrecy; two boards of one municipality are two."""

    code: str
    party: str
    name: str
    data_act: str = ""


@dataclass(frozen=True)
class UnitSetup:
    """Where people work."""

    code: str
    authority: str
    name: str


@dataclass(frozen=True)
class StaffSetup:
    """Somebody invented who works at an authority."""

    code: str
    authority: str
    name: str


@dataclass(frozen=True)
class PositionSetup:
    """A post in a unit with its role (a code of `safeguards.roles`) and share of full time (D1 A1)."""

    code: str
    unit: str
    role: str
    title: str
    full_time: Decimal
    from_day: date
    until_day: date | None


@dataclass(frozen=True)
class TenureSetup:
    """Who holds a post, and when; days of a post that no tenure covers are a vacancy (D1)."""

    position: str
    staff: str
    from_day: date
    until_day: date | None
    stands_in: bool = False
    note: str = ""


@dataclass(frozen=True)
class MemberSetup:
    """A party's share of an association's funding; the shares of an association sum to one (A2)."""

    party: str
    share: Fraction


@dataclass(frozen=True)
class AssociationSetup:
    """A coordination association with an authority of its own, which never holds a person's data."""

    code: str
    authority: str
    name: str
    members: tuple[MemberSetup, ...]
    from_day: date


@dataclass(frozen=True)
class GroupSetup:
    """A steering or working group; `hands_up_to` is the group that takes what its mandate does not reach."""

    code: str
    name: str
    mandate: str
    association: str = ""
    hands_up_to: str = ""


@dataclass(frozen=True)
class SeatSetup:
    """A post's seat in a group."""

    group: str
    position: str
    from_day: date
    until_day: date | None = None


@dataclass(frozen=True)
class AgreementSetup:
    """An agreement between parties, which runs out (D21 G26); the last day is included."""

    title: str
    parties: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    note: str = ""


@dataclass(frozen=True)
class BranchSetup:
    """A local part with its own controller and the unit that holds from the start (F3)."""

    code: str
    name: str
    municipality: str
    controller: str
    holder: str
    plan: str = ""
    asked_by: str = ""
    """The post whose holder asks the controller, which has not answered; "" where it has said yes."""


@dataclass(frozen=True)
class EngagementSetup:
    """A unit's part in an initiative, in one role; `branch` is "" for the whole."""

    unit: str
    role: str
    branch: str
    from_day: date
    until_day: date | None = None


@dataclass(frozen=True)
class TargetGroupSetup:
    """For whom, in versions (G27 F22); `branch` is "" for the whole."""

    version: int
    decided_on: date | None
    reason: str
    age_min: int | None
    age_max: int | None
    criteria: str
    branch: str = ""


@dataclass(frozen=True)
class OutcomeSetup:
    """One of the initiative's own outcomes (label as printed) and the common one it maps to (D11).

    `chosen` says why, where the report's words do not settle the common outcome.
    """

    code: str
    label: str
    common: str
    chosen: str = ""


@dataclass(frozen=True)
class ReadingSetup:
    """One way to read which own outcomes count towards a goal; several mean it was never said."""

    code: str
    label: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class GoalSetup:
    """A share to reach (0–1), its version, and what it is a share of (F4)."""

    code: str
    version: int
    decided_on: date | None
    reason: str
    text: str
    share: Decimal
    base: Literal["starters", "leavers"]
    readings: tuple[ReadingSetup, ...]


@dataclass(frozen=True)
class VolumeTargetSetup:
    """How many people a plan reckons with (F4 G21); the sexes are None where it does not say."""

    version: int
    decided_on: date | None
    reason: str
    total: int
    women: int | None
    men: int | None
    period_start: date
    period_end: date


@dataclass(frozen=True)
class PromisedInflowSetup:
    """What a party said it would send (None = no number is printed) and the reason beside (D20)."""

    party: str
    number: int | None
    period_start: date
    period_end: date
    reason: str


@dataclass(frozen=True)
class CostLineSetup:
    """An amount of one kind in one year, booked through a day (D17)."""

    year: int
    cost_kind: str
    payer: str
    kronor: Decimal
    booked_through: date


@dataclass(frozen=True)
class CostStatementSetup:
    """A stated cost per participant: costs through one day, participants through another (D17)."""

    code: str
    label: str
    costs_through: date
    participants_through: date


@dataclass(frozen=True)
class InitiativeSetup:
    """The initiative itself: who answers for it, for whom it is, what it promised and cost."""

    code: str
    name: str
    summary: str
    association: str
    controller: str
    starts_on: date
    ends_on: date | None
    counted_on: date
    outcome_base: Literal["starters", "leavers"]
    branches: tuple[BranchSetup, ...]
    engagements: tuple[EngagementSetup, ...]
    target_groups: tuple[TargetGroupSetup, ...]
    outcomes: tuple[OutcomeSetup, ...]
    goals: tuple[GoalSetup, ...]
    volume_targets: tuple[VolumeTargetSetup, ...] = ()
    promised_inflow: tuple[PromisedInflowSetup, ...] = ()
    cost_lines: tuple[CostLineSetup, ...] = ()
    cost_statements: tuple[CostStatementSetup, ...] = ()
    max_months: int | None = None


@dataclass(frozen=True)
class Setup:
    """Everything around the people: who works together, in which posts and groups, on what."""

    kinds: tuple[PartyKindSetup, ...]
    parties: tuple[PartySetup, ...]
    authorities: tuple[AuthoritySetup, ...]
    units: tuple[UnitSetup, ...]
    staff: tuple[StaffSetup, ...]
    positions: tuple[PositionSetup, ...]
    tenures: tuple[TenureSetup, ...]
    association: AssociationSetup | None
    groups: tuple[GroupSetup, ...]
    seats: tuple[SeatSetup, ...]
    agreements: tuple[AgreementSetup, ...]
    initiative: InitiativeSetup


@dataclass(frozen=True)
class Beside:
    """What an initiative knows of somebody that its register has no column for.

    `named_team` are codes of the posts that alone may see a protected person (law 5); `same_as` is
    the case number under which somebody who comes back was there before (D12); `worker` is the code of
    the post that has the case in the unit that holds it (A20).
    """

    language: str = ""
    needs_interpreter: bool = False
    guardian: str = ""
    support_person: str = ""
    reached: str = ""
    protection: str = ""
    named_team: tuple[str, ...] = ()
    same_as: str = ""
    worker: str = ""


NOTHING_BESIDE = Beside()
"""Nothing is known but what the register says."""


@dataclass(frozen=True)
class Cohort:
    """One of the demo's initiatives: its setup and its register, the rows in case-number order.

    `beside` says by case number what is known of some of them besides.
    """

    code: str
    setup: Setup
    rows: tuple[RegisterRow, ...]
    beside: Mapping[str, Beside] = field(default_factory=dict)
