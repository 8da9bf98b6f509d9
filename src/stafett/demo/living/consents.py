"""What the people of the living initiative have said yes to, so that their agencies may talk to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from stafett.casework.consent_text import Told, usual_terms, written
from stafett.casework.models import Participation
from stafett.casework.queries.consents import team_authorities
from stafett.database.days import in_force
from stafett.initiatives.models import Initiative
from stafett.initiatives.queries import consent_template
from stafett.notes.actions import NewNote, write
from stafett.parties.models import Authority, Tenure
from stafett.safeguards.actions import (
    NewConsent,
    NewProvision,
    accept,
    give_consent,
    record_provision,
    state_file,
    withdraw,
)
from stafett.safeguards.actions.links import Guardian, ask_for_consent
from stafett.safeguards.models import Basis, Consent, Information, Opening, Use
from stafett.safeguards.queries import all_controllers, viewer_of
from stafett.safeguards.roles import ROLES, Permission, permissions_of
from stafett.safeguards.rules import Terms, parts_between
from stafett.safeguards.viewer import Viewer

PARAGRAPHS = {"fk": "Förordning (2024:14) 5 §"}
"""By which paragraph an authority of a kind gives standing access (law.md § 3); others by an agreement."""
BY_AGREEMENT = "Överenskommelse om Stigen, bilaga om direktåtkomst (påhittad)"
FILE = "Nämndens dokumenthanteringsplan (påhittad)"
TOOL = "Vår akt förs i myndighetens eget system (påhittat)"
OF_ONES_OWN = "Kallad till ett första samtal hos oss. Vill vänta tills hälsan är bättre."
GUARDIANS = ("196303042391", "196906052391")
"""Skatteverket's published test numbers: nobody's. Only a digest of each is kept."""
OTHER_GUARDIAN = "Sten Kvarnlind (påhittad)"
EVERY = 9
"""One in so many has withdrawn; one in so many waits for the agencies to accept."""


def consent(initiative: Initiative, *, by: Viewer) -> int:
    """Note a consent for everybody who is in, with the controller's own worker as the one who notes it."""
    cases = list(open_cases(initiative))
    teams = {case.pk: team_authorities(case) for case in cases}
    everybody = {one for team in teams.values() for one in team}
    _provide(everybody, initiative, by)
    _state_file(everybody, initiative, by)
    at_work = workers(by.day)
    noted = 0
    for case in cases:
        worker = at_work.get(case.holdings.order_by("-from_day", "-pk")[0].unit_id)
        if worker is None or len(teams[case.pk]) < 2:
            continue
        _settle(_note(case, teams[case.pk], worker), noted, worker, at_work)
        noted += 1
    return noted


def ask_guardians(initiative: Initiative, *, day: date) -> int:
    """Where somebody answers in a person's stead, a link to them and one to another: they have not answered."""
    at_work, asked = workers(day), 0
    for case in open_cases(initiative):
        worker = at_work.get(case.holdings.order_by("-from_day", "-pk")[0].unit_id)
        team = team_authorities(case)
        if case.person.guardian and worker and len(team) > 1:
            _ask(case, team, worker)
            asked += 1
    return asked


def _ask(case: Participation, team: list[Authority], worker: Viewer) -> None:
    template = consent_template(case.initiative)
    purpose = str(template.purpose)
    name = case.person.guardian.partition(",")[0]
    both = [Guardian(name, GUARDIANS[0]), Guardian(OTHER_GUARDIAN, GUARDIANS[1])]
    terms = usual_terms(worker.day, template.longest_days, template.review_days)
    parts = parts_between({one.pk for one in team}, {Information.HEALTH.value}, {})
    told = Told(
        case.person.name, case.initiative.name, purpose, parts, terms,
        {one.pk: one.name for one in team}, case.controller.name, [one.name for one in both], len(both),
    )  # fmt: skip
    asked = NewConsent(
        case.circle, purpose, parts, terms, written(told).text, "e-id", "guardian", "sv",
        guardian=name, longest_days=template.longest_days,
    )  # fmt: skip
    ask_for_consent(asked, by=worker, guardians=both, needed=len(both))


def open_cases(initiative: Initiative) -> Iterator[Participation]:
    rows = initiative.participations.filter(circle__named_only=False, ends_on=None)
    yield from rows.select_related("circle", "person", "initiative").order_by("case_number")


def _provide(team: set[Authority], initiative: Initiative, by: Viewer) -> None:
    """Each authority lets the others read what people consent to."""
    everything = tuple(one.value for one in Information)
    for giver in sorted(team, key=lambda one: one.pk):
        paragraph = PARAGRAPHS.get(giver.party.kind_id, BY_AGREEMENT)
        for receiver in sorted(team - {giver}, key=lambda one: one.pk):
            told = NewProvision(
                giver, receiver, Opening.STANDING, everything, paragraph, initiative.starts_on
            )
            record_provision(told, by=by)


def _state_file(team: set[Authority], initiative: Initiative, by: Viewer) -> None:
    """To the board that answers for the register Stafett is the file; others have a file of their own."""
    for authority in sorted(team, key=lambda one: one.pk):
        keeps = authority.pk == initiative.controller_id
        because = FILE if keeps else TOOL
        use = Use.FILE if keeps else Use.TOOL
        state_file(authority, use, initiative.starts_on, because, by=by)


def workers(day: date) -> dict[int, Viewer]:
    """Somebody who works with people at each unit, with an account: whoever came first."""
    working = [code for code in ROLES if Permission.WORK_WITH_PEOPLE in permissions_of(code)]
    held = Tenure.objects.filter(
        in_force(day), position__role__in=working, staff__account__isnull=False
    )
    first = {
        tenure.position.unit_id: tenure.staff.account
        for tenure in held.select_related("position", "staff__account").order_by("-pk")
    }
    everywhere = all_controllers()
    return {unit: viewer_of(user, day).reaching(everywhere) for unit, user in first.items()}


def _note(case: Participation, team: list[Authority], worker: Viewer) -> Consent:
    template = consent_template(case.initiative)
    terms = _terms(case, worker.day, template.longest_days, template.review_days)
    parts = parts_between({one.pk for one in team}, set(template.information), {})
    names = {one.pk: one.name for one in team}
    told = Told(
        case.person.name, case.initiative.name, template.purpose, parts, terms, names,
        case.controller.name,
    )  # fmt: skip
    return give_consent(
        NewConsent(
            case.circle,
            template.purpose,
            parts,
            terms,
            written(told).text,
            "oral",
            "person",
            "sv",
            longest_days=template.longest_days,
        ),
        by=worker,
    )


def _terms(case: Participation, day: date, longest: int, review: int) -> Terms:
    """From the day they began, or as long ago as a consent can be noted; some have little left of it."""
    usual = usual_terms(max(case.starts_on, day - timedelta(days=30)), longest, review)
    left = timedelta(days=9 if case.case_number.endswith("7") else 270)
    until = min(usual.until_day, day + left)
    return Terms(usual.from_day, until, min(usual.review_on, until))


def _settle(made: Consent, number: int, worker: Viewer, workers: Mapping[int, Viewer]) -> None:
    """Most agencies have accepted; some have not yet, and some people have changed their mind."""
    parts = list(made.parts.select_related("circle").order_by("pk"))
    if number % EVERY == 4:
        _accept_all(made, workers)
        _write_of_ones_own(made, workers)
        withdraw(parts, how="Ringde och sa att det räcker nu", by=worker)
    elif number % EVERY != 7:
        _accept_all(made, workers)


def _write_of_ones_own(made: Consent, workers: Mapping[int, Viewer]) -> None:
    """Each agency notes something of its own before the consent is over: that stays its own (ADR 23)."""
    inside = made.circle.members.filter(basis=Basis.ROLE).exclude(giver=made.controller_id)
    case = Participation.objects.get(circle=made.circle_id)
    inside = inside.filter(unit__in=workers)
    for unit in inside.order_by("unit_id").values_list("unit_id", flat=True).distinct():
        write(case, NewNote(OF_ONES_OWN, made.from_day), by=workers[unit])


def _accept_all(made: Consent, workers: Mapping[int, Viewer]) -> None:
    waiting = made.parts.filter(accepted_on=None).select_related("circle").order_by("giver", "pk")
    inside = made.circle.members.filter(basis=Basis.ROLE, until_day=None).order_by("unit_id")
    units = inside.values_list("unit_id", flat=True).distinct()
    for other in (workers[unit] for unit in units if unit in workers):
        accept([part for part in waiting if part.giver_id in other.works_for], by=other)
