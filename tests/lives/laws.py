"""The laws, asked of the tables themselves, in words as plain as they can be.

Nothing here asks the code that it judges: not the predicate, nor what an action said that it did.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection

from stafett.casework.models import (
    PART,
    Assignment,
    Holding,
    Involvement,
    Livelihood,
    Occupation,
    Participation,
    Teammate,
)
from stafett.circumstances.models import (
    FormPeriod,
    LivelihoodPeriod,
    NextAfterThreshold,
    OccupationPeriod,
    Pause,
)
from stafett.commissions.models import Commission
from stafett.database.batch import settle
from stafett.documents.models import Document
from stafett.handover.models import FollowUp, Handover
from stafett.initiatives.models import Initiative
from stafett.measures.figures import TableResult
from stafett.measures.queries import table
from stafett.meetings.models import Meeting, Promise
from stafett.notes.models import Contact, Note
from stafett.outreach.models import Entry
from stafett.parties.models import Tenure, Unit
from stafett.plans.models import Assessment, Decision, Goal, Step
from stafett.referrals.models import QueueContact, QueueHolding, Referral
from stafett.safeguards.access import may_see
from stafett.safeguards.models import CASE, Circle, ConsentPart, Member, Provision
from tests.lives.world import World

SEERS = {"caseworker", "coach", "unit_manager", "local_leader", "project_leader"}
"""The roles that see people at all."""
COVERED = {
    "participation": "course", "holding": "course", "involvement": "agencies", "livelihood": "livelihood",
    "occupation": "occupation", "agreement": "agreement", "decision": "decision", "health": "health",
}  # fmt: skip
"""What the person has to have said yes to for a kind of row; notes and the way in are opened by nothing."""
PARTS = (Holding, Assignment, Teammate, Involvement, Livelihood, Occupation, Note, Contact, Assessment, Goal,
         Step, Decision, Meeting, Promise, Commission, Handover, FollowUp, LivelihoodPeriod, OccupationPeriod,
         NextAfterThreshold, Pause, FormPeriod, Document)  # fmt: skip
BY_CIRCLE = (Participation, Referral, QueueContact, Entry)
"""What somebody is seen by at all: a case, a referral before it, a line of the outreach list."""
Periods = list[tuple[date, date | None, int]]
Held = dict[Any, Periods]


def holds_on(periods: Periods, day: date) -> list[int]:
    """The units that hold on a day; the last day is not included."""
    return [
        unit for first, until, unit in periods if first <= day and (until is None or day < until)
    ]


def never_nobody(world: World) -> None:
    """Law 1: from the first day to the last, every day has exactly one holder; and so in the queue.

    Whoever holds on the day that it is, is a unit that is there.
    """
    settle()
    held: Held = defaultdict(list)
    for key, first, until, unit in Holding.objects.values_list(
        "participation_id", "from_day", "until_day", "unit_id"
    ):
        held[key].append((first, until, unit))
    for case in Participation.objects.all():
        one_each_day(held[case.pk], case.starts_on, case.ends_on, world.day, str(case.pk))
        by_one_that_is_there(held[case.pk], world.day, str(case.pk))
    queued: Held = defaultdict(list)
    for key, first, until, unit in QueueHolding.objects.values_list(
        "referral_id", "from_day", "until_day", "unit_id"
    ):
        queued[key].append((first, until, unit))
    for one in Referral.objects.filter(decided_on=None):
        one_each_day(queued[one.pk], one.received_on, None, world.day, f"kö {one.pk}")
        by_one_that_is_there(queued[one.pk], world.day, f"kö {one.pk}")


def by_one_that_is_there(periods: Periods, today: date, what: str) -> None:
    """A unit that has closed, or has not begun, holds nobody."""
    for unit in Unit.objects.filter(pk__in=holds_on(periods, today)):
        begun = unit.valid_from is None or unit.valid_from <= today
        goes_on = unit.valid_to is None or today <= unit.valid_to
        assert all([begun, goes_on]), (what, unit.name, today)


def one_each_day(
    periods: Periods,
    first: date,
    last: date | None,
    today: date,
    what: str,
) -> None:
    """Days matter only where somebody begins or lets go: between those nothing changes."""
    edges = {first, today, last or today}
    edges |= {day for begin, until, _unit in periods for day in (begin, until) if day}
    for day in edges:
        inside = first <= day and (last is None or day <= last)
        assert len(holds_on(periods, day)) == (1 if inside else 0), (what, day, periods, last)


def holders(world: World) -> dict[Any, list[int]]:
    """Who holds each case today."""
    found: dict[Any, list[int]] = defaultdict(list)
    for row in Holding.objects.all():
        if row.from_day <= world.day and (row.until_day is None or world.day < row.until_day):
            found[row.participation_id].append(row.unit_id)
    return found


def by_two_hands(world: World, before: dict[Any, list[int]], after: dict[Any, list[int]]) -> None:
    """Where a holder changed by a handover, both had confirmed and the person was heard, this very day."""
    for case, units in after.items():
        if before.get(case, units) == units or not units or not before[case]:
            continue
        done = Handover.objects.filter(participation=case, stand="done", closed_on=world.day)
        reasons = [
            one for one in done
            if one.to_unit_id == units[0] and one.given_on and one.taken_on and (one.heard or one.not_heard)
        ]  # fmt: skip
        assert reasons, (case, before[case], units)


def seen_by(world: World, who: str) -> None:
    """Law 2: of every table, somebody is shown what a seat, a yes and a provision give them, and no more."""
    world.cast.as_everyone()
    posts = _posts(world, who)
    allowed = {model: _allowed(world, posts, model) for model in (*BY_CIRCLE, *PARTS)}
    viewer = world.as_(who)
    for model, keys in allowed.items():
        way = CASE if model in BY_CIRCLE else PART
        shown = set(may_see(viewer, model._default_manager.all(), way).values_list("pk", flat=True))
        assert shown == keys, (who, model.__name__, world.day, shown ^ keys)
    world.cast.as_everyone()


def _posts(world: World, who: str) -> list[Any]:
    """Those that somebody has today, their own and as a stand-in, in units that are there."""
    staff = world.cast.user(who).staff_id
    found = []
    for one in Tenure.objects.filter(staff=staff).select_related("position__unit"):
        if one.from_day <= world.day and (one.until_day is None or world.day < one.until_day):
            unit = one.position.unit
            if unit.valid_to is None or world.day <= unit.valid_to:
                found.append(one.position)
    return found


def _allowed(world: World, posts: list[Any], model: Any) -> set[Any]:
    """What any of the posts is given: a stand-in has the post whole, and nothing between two of them."""
    found: set[Any] = set()
    for post in posts:
        if post.role in SEERS:
            found |= _allowed_by(world, post, model)
    return found


def _allowed_by(world: World, post: Any, model: Any) -> set[Any]:
    circles = _seats(world, post)
    mine = Unit.objects.get(pk=post.unit_id).authority_id
    found = set()
    for row in model._default_manager.all():
        circle = row.circle_id if model in BY_CIRCLE else row.participation.circle_id
        if circle in circles and _open_to(world, mine, circle, row):
            found.add(row.pk)
    return found


def _seats(world: World, post: Any) -> set[Any]:
    """The circles in which the unit, or the very post, has a seat of its own today."""
    named = set(Circle.objects.filter(named_only=True).values_list("pk", flat=True))
    found = set()
    for one in Member.objects.filter(basis="role", unit=post.unit_id):
        today = one.from_day <= world.day and (one.until_day is None or world.day < one.until_day)
        right = one.position_id in ((post.pk,) if one.circle_id in named else (None, post.pk))
        if today and right:
            found.add(one.circle_id)
    return found


def _open_to(world: World, mine: int, circle: Any, row: Any) -> bool:
    owner = row.owner_authority_id
    if owner == mine:
        return True
    if owner == row.controller_id and _provided(world, owner, mine, "keeping"):
        return True
    about = COVERED.get(row.kind)
    parts = ConsentPart.objects.filter(circle=circle, giver=owner, receiver=mine, information=about)
    said = any(
        part.accepted_on and not part.withdrawn_on and part.from_day <= world.day < part.until_day
        for part in parts
    )
    return said and _provided(world, owner, mine, "standing", about)


def _provided(
    world: World, giver: int, receiver: int, opens: str, about: str | None = None
) -> bool:
    return any(
        one.from_day <= world.day and (one.until_day is None or world.day < one.until_day)
        and (about is None or about in one.information)
        for one in Provision.objects.filter(giver=giver, receiver=receiver, opens=opens)
    )  # fmt: skip


def two_records_agree() -> None:
    """Law 2: an assignment is one thing in two records, until the person takes a yes between them back."""
    for copy in Commission.objects.exclude(copy_of=None).select_related("participation"):
        first = Commission.objects.get(pk=copy.copy_of)
        both = [first.owner_authority_id, copy.owner_authority_id]
        taken_back = ConsentPart.objects.filter(
            circle=copy.participation.circle_id, giver__in=both, receiver__in=both
        ).exclude(withdrawn_on=None)
        if not taken_back.exists():
            assert (first.state, first.due_on) == (copy.state, copy.due_on), copy.pk


def everything() -> str:
    """All that the database holds of the apps' tables, as one number: a refusal must leave it alone."""
    names = sorted(
        model._meta.db_table for model in apps.get_models()
        if model._meta.managed and model.__module__.startswith("stafett.")
        and model._meta.app_label != "accounts"
    )  # fmt: skip
    parts = [f"SELECT '{name}' AS n, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS h "
             f"FROM {name} t" for name in names]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts) + " ORDER BY 1")
        return str(cursor.fetchall())


def events() -> dict[str, tuple[int, str]]:
    """Of each table of history: how far it goes, and what it says as far as that."""
    found = {}
    with connection.cursor() as cursor:
        for name in _histories():
            cursor.execute(f"SELECT coalesce(max(pgh_id), 0) FROM {name}")
            last = cursor.fetchone()[0]
            found[name] = (last, _told(cursor, name, last))
    return found


def history_stands(before: dict[str, tuple[int, str]]) -> None:
    """Law 6: what history said before a step it still says, to the letter."""
    with connection.cursor() as cursor:
        for name, (last, told) in before.items():
            assert _told(cursor, name, last) == told, name


def _told(cursor: Any, name: str, last: int) -> str:
    cursor.execute(
        f"SELECT count(*) || md5(coalesce(string_agg(t::text, '|' ORDER BY pgh_id), '')) FROM {name} t "
        "WHERE pgh_id <= %s", [last],
    )  # fmt: skip
    return str(cursor.fetchone()[0])


def _histories() -> list[str]:
    return sorted(
        model._meta.db_table for model in apps.get_models()
        if model._meta.db_table.endswith("event") and any(f.name == "pgh_id" for f in model._meta.fields)
    )  # fmt: skip


def figures_reconcile(world: World) -> None:
    """Law 7: rows sum to their total, and the branches to the whole, whatever has happened."""
    world.cast.as_everyone()
    initiative = Initiative.objects.get(code="prov")
    viewer = world.server
    whole = table(viewer, "outcomes", initiative, [])
    _rows_sum(whole)
    branches = [table(viewer, "outcomes", initiative, [], code) for code in ("flen", "katrineholm")]
    for row in whole.rows:
        parts = sum(_number(one, row.key) for one in branches)
        assert _number(whole, row.key) == parts, row.key


def _rows_sum(found: TableResult) -> None:
    outer = [row.key for row in found.rows if not row.parent and row.role != "total"]
    assert _number(found, "total") == sum(_number(found, key) for key in outer)


def _number(found: TableResult, key: str) -> int:
    from tests.measures.reading import column

    return int(column(found, "participations").get(key, 0))
