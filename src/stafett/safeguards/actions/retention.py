"""Rules of retention, holds, and endings: a rule is recorded, rows are warned of, somebody decides (law 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from stafett.database.days import still_on
from stafett.database.history import in_history
from stafett.frame.formats import plain_day
from stafett.parties.models import Authority
from stafett.safeguards.access import check_answer_for, check_in, kept_by
from stafett.safeguards.ending_rules import faults_of_rule
from stafett.safeguards.models import (
    Circle,
    Ending,
    EndingScope,
    RetentionHold,
    RetentionRule,
)
from stafett.safeguards.queries.due import Scope, due, held, scopes_of
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

MOST_CASES = 2_000
"""So many cases end by one decision at most; more are several decisions."""


@dataclass(frozen=True)
class NewRule:
    """For how long what is kept, counted from when, and by which paragraph or plan."""

    controller: Authority
    ends: str
    start: str
    months: int
    ground: str
    from_day: date
    owner_authority: Authority | None = None
    wait_days: int = 30
    spared_days: tuple[int, ...] = ()
    archive: bool = True


@transaction.atomic
def record_rule(told: NewRule, *, by: Viewer) -> RetentionRule:
    """Record a rule; those who speak for the controller may, and those who speak for the rows' owner for its.

    Raises PermissionDenied for others, and rules.Refused for a rule that stands on nothing, cannot be, or
    is there already.
    """
    check_answer_for(by, _decider(told, by))
    faults = faults_of_rule(vars(told), by.day)
    if faults:
        raise Refused(faults)
    _check_not_there(told)
    return RetentionRule.objects.create(
        **{**vars(told), "ground": told.ground.strip(), "spared_days": list(told.spared_days)},
        decided_by=by.name,
    )


def _check_not_there(told: NewRule) -> None:
    """Raise rules.Refused when the same rule stands already on the day from which it is to."""
    same = RetentionRule.objects.select_for_update().filter(
        still_on(told.from_day), controller=told.controller, owner_authority=told.owner_authority,
        ends=told.ends, start=told.start, months=told.months, spared_days=list(told.spared_days),
    ).order_by("pk").first()  # fmt: skip
    if same is not None:
        said = _(
            "Samma regel finns redan, från och med %(day)s. Avsluta den först om den ska skrivas om."
        )
        raise Refused({"": said % {"day": plain_day(same.from_day)}})


def _decider(told: NewRule, by: Viewer) -> Authority:
    """The owner of the rows where the viewer speaks for it, else the controller."""
    owner = told.owner_authority
    return owner if owner is not None and owner.pk in by.speaks_for else told.controller


@transaction.atomic
def end_rule(one: RetentionRule, because: str, *, by: Viewer) -> None:
    """Let a rule end today: what it alone made due is not ended, decided on or not.

    Raises PermissionDenied for others than those who may record it, and rules.Refused without words.
    """
    owner = one.owner_authority
    theirs = owner is not None and owner.pk in by.speaks_for
    check_answer_for(by, owner if theirs and owner is not None else one.controller)
    one.ended_by, one.ended_because = by.name, _said_why(because)
    one.until_day = max(by.day, one.from_day)
    if one.until_day == one.from_day:
        with in_history(why=one.ended_because):
            one.delete()
    else:
        one.save(update_fields=["until_day", "ended_by", "ended_because"])


def _said_why(because: str) -> str:
    """The reason; raises rules.Refused without one."""
    if not because.strip():
        raise Refused({"because": _("Skriv varför, så att det går att förstå efteråt.")})
    return because.strip()


def opens_time(viewer: Viewer, controller_id: int) -> bool:
    """True when how long a case is kept opens to somebody who sees it: it is the controller's own (law 2)."""
    own = viewer.speaks_for | viewer.works_for
    return controller_id in own or controller_id in kept_by(viewer)


def check_holds(viewer: Viewer, circle: Circle) -> None:
    """Raise PermissionDenied, with a sentence, outside the case or where its record is not kept.

    Why a case is held is the controller's own: it crosses to no other authority (law 2).
    """
    if circle.controller_id in viewer.speaks_for:
        return
    check_in(viewer, circle, working=False)
    if not opens_time(viewer, circle.controller_id):
        raise PermissionDenied(
            _(
                "Hur länge ärendet sparas avgör %(controller)s, som svarar för uppgifterna. Vänd dig dit."
            )
            % {"controller": circle.controller}
        )


@transaction.atomic
def put_hold(
    controller_id: int, circle: Circle | None, *, reason: str, because: str, by: Viewer
) -> RetentionHold:
    """Let a case stay though its time comes: those in it who keep its record. All: who answers for them.

    Raises PermissionDenied, and rules.Refused without words, and where all of it is stopped already.
    """
    if circle is None:
        check_answer_for(by, Authority.objects.get(pk=controller_id))
        _check_goes_on(controller_id)
    else:
        check_holds(by, circle)
    if not because.strip():
        raise Refused({"because": _("Skriv varför, så att någon annan vet när det kan hävas.")})
    return RetentionHold.objects.create(
        controller_id=controller_id, circle=circle, reason=reason, because=because.strip(),
        put_on=by.day, put_by=by.name,
    )  # fmt: skip


def _check_goes_on(controller_id: int) -> None:
    """Raise rules.Refused where a hold over all that a controller has stands: one is lifted, not several."""
    controllers = Authority.objects.select_for_update(of=("self",), no_key=True)
    controller = controllers.get(pk=controller_id)
    stands = RetentionHold.objects.filter(
        controller=controller_id, circle=None, lifted_on=None
    ).first()
    if stands:
        said = _(
            "All gallring hos %(name)s är redan stoppad, sedan %(day)s av %(who)s. Häv det stoppet först, om "
            "skälet är ett annat nu."
        ) % {"name": controller, "day": plain_day(stands.put_on), "who": stands.put_by}
        raise Refused({"controller": said})


@transaction.atomic
def lift_hold(one: RetentionHold, because: str, *, by: Viewer) -> None:
    """Lift a hold; what has come due meanwhile is warned of anew, and waited for.

    Raises PermissionDenied for others than those who may put it, and rules.Refused without words.
    """
    if one.circle is None:
        check_answer_for(by, one.controller)
    else:
        check_holds(by, one.circle)
    one.lifted_on, one.lifted_by, one.lifted_because = by.day, by.name, _said_why(because)
    one.save(update_fields=["lifted_on", "lifted_by", "lifted_because"])


@transaction.atomic
def warn(controller_id: int, *, by: Viewer) -> list[Ending]:
    """Write down what has come due since, as endings to wait for and decide on; those warned of already stay.

    A protected person's case becomes one of its own, which only those who may see it are told of (law 5).
    """
    everything, cases = held(controller_id)
    if everything:
        return []
    found: dict[tuple[Any, ...], dict[Scope, str]] = defaultdict(dict)
    renew(controller_id)
    there = set(_warned_of(controller_id))
    named = _named(controller_id)
    for rule, scope in due(controller_id, by.day):
        if scope.circle_id in cases or _as_told(scope) in there:
            continue
        alone = scope.circle_id if scope.circle_id in named else None
        found[alone, rule.archive, rule.wait_days][scope] = rule.ground
    return [
        _ending(controller_id, key, some, by)
        for key, scopes in found.items()
        for some in _in_parts(scopes, MOST_CASES)
    ]


def _in_parts(scopes: Mapping[Scope, str], size: int) -> Iterator[dict[Scope, str]]:
    source = iter(scopes.items())
    while some := dict(islice(source, size)):
        yield some


def _named(controller_id: int) -> set[UUID]:
    rows = Circle.objects.filter(controller_id=controller_id, named_only=True).order_by("pk")
    return set(rows.values_list("pk", flat=True))


def _as_told(scope: Scope) -> tuple[Any, ...]:
    return scope.circle_id, scope.owner_id, scope.ends


def _warned_of(controller_id: int) -> Iterable[tuple[Any, ...]]:
    rows = EndingScope.objects.filter(controller_id=controller_id, ending__done_at__isnull=True)
    return rows.order_by("pk").values_list("circle_id", "owner_id", "ends")


def _ending(
    controller_id: int, key: tuple[Any, ...], scopes: Mapping[Scope, str], by: Viewer
) -> Ending:
    alone, archive, wait_days = key
    made = Ending.objects.create(
        controller_id=controller_id, named_circle=alone, noticed_on=by.day,
        ends_from=by.day + timedelta(days=wait_days), archive=archive,
        grounds=sorted(set(scopes.values())), counts=_counted(scopes),
    )  # fmt: skip
    write_scopes(made, scopes)
    return made


def write_scopes(made: Ending, scopes: Iterable[Scope]) -> None:
    """Write down what an ending is about."""
    EndingScope.objects.bulk_create(
        EndingScope(ending=made, controller_id=made.controller_id, **vars(scope))
        for scope in scopes
    )


@transaction.atomic
def renew(controller_id: int) -> None:
    """Take out of what is warned of the cases that another ending took; a warning of nothing goes with them."""
    there = Circle.objects.filter(controller_id=controller_id).values("pk")
    gone = EndingScope.objects.filter(
        controller_id=controller_id, ending__done_at=None, circle_id__isnull=False
    ).exclude(circle_id__in=there)
    fewer = set(gone.order_by("pk").values_list("ending_id", flat=True))
    rows = Ending.objects.select_for_update().filter(pk__in=fewer, done_at=None).order_by("pk")
    for one in list(rows):
        one.scopes.exclude(circle_id__in=there).filter(circle_id__isnull=False).delete()
        _recount_or_drop(one)


@transaction.atomic
def warn_apart(circles: Collection[UUID]) -> None:
    """Take cases that a named team alone sees from now on out of the warnings that they share with others.

    Each becomes a warning of its own, to the named alone (law 5), of the same day and with the same wait.
    """
    mine = EndingScope.objects.filter(
        circle_id__in=circles, ending__decided_on=None, ending__named_circle=None
    )
    shared = set(mine.order_by("pk").values_list("ending_id", flat=True))
    for one in list(Ending.objects.select_for_update().filter(pk__in=shared).order_by("pk")):
        scopes = one.scopes.filter(circle_id__in=circles)
        for circle in set(scopes.order_by("pk").values_list("circle_id", flat=True)):
            alone = Ending.objects.create(
                controller_id=one.controller_id, named_circle=circle, noticed_on=one.noticed_on,
                ends_from=one.ends_from, archive=one.archive, grounds=one.grounds,
            )  # fmt: skip
            one.scopes.filter(circle_id=circle).update(ending=alone)
            recount(alone)
        _recount_or_drop(one)


@transaction.atomic
def warn_together(circles: Collection[UUID]) -> None:
    """A protection has ended: let what was warned of apart stand with the others of the same days again.

    Where those are decided on, or there were none, the warning is taken away and the case warned of anew at
    night: one by itself would tell when somebody was protected, by its key and by what it lacks (law 5).
    """
    apart = Ending.objects.select_for_update().filter(named_circle__in=circles, decided_on=None)
    for alone in list(apart.order_by("pk")):
        shared = Ending.objects.select_for_update().filter(
            controller_id=alone.controller_id, named_circle=None, decided_on=None,
            noticed_on=alone.noticed_on, ends_from=alone.ends_from, archive=alone.archive,
        ).order_by("pk").first()  # fmt: skip
        if shared is not None:
            alone.scopes.update(ending=shared)
            shared.grounds = sorted({*shared.grounds, *alone.grounds})
            shared.save(update_fields=["grounds"])
            recount(shared)
        alone.delete()


def _recount_or_drop(one: Ending) -> None:
    recount(one)
    if not one.counts and one.decided_on is None:
        one.delete()


def recount(one: Ending) -> None:
    """Let an ending say how much it is about now; what stays is not among it."""
    one.counts = _counted(scopes_of(one.scopes.all()))
    one.save(update_fields=["counts"])


def _counted(scopes: Iterable[Scope]) -> dict[str, dict[str, int]]:
    """How many of what, by owner authority where it is one's; "" is the controller's own."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for scope in scopes:
        found[str(scope.owner_id or "")][scope.ends] += 1
    return {owner: dict(kinds) for owner, kinds in found.items()}


@transaction.atomic
def decide(one: Ending, because: str, *, by: Viewer) -> int:
    """Decide that what has been warned of and waited for ends; returns how many things that is.

    What is held, or is no longer due, is left out and stays. Raises PermissionDenied for others than those
    who answer for the records, and see the case where it is a protected person's (law 5); rules.Refused
    before the waiting is over or where nothing is left.
    """
    check_answer_for(by, one.controller)
    if one.named_circle is not None:
        check_in(by, Circle.objects.get(pk=one.named_circle), working=False)
    locked = Ending.objects.select_for_update().get(pk=one.pk)
    _check_ripe(locked, because, by.day)
    left = _still_due(locked, by.day)
    if not left:
        raise Refused(
            {"": _("Inget av det här ska gallras längre: det väntar, eller regeln har ändrats.")}
        )
    EndingScope.objects.filter(ending=locked).exclude(pk__in=left).delete()
    recount(locked)
    Ending.objects.filter(pk=one.pk).update(
        decided_on=by.day, decided_by_id=by.user_id, decided_by=by.name, because=because.strip()
    )
    return len(left)


def _check_ripe(one: Ending, because: str, day: date) -> None:
    if one.decided_on is not None:
        raise Refused({"": _("Det är redan beslutat av %(who)s.") % {"who": one.decided_by}})
    if day < one.ends_from:
        raise Refused({"": _("Väntetiden är inte slut. Du kan besluta från och med %(day)s.")
                       % {"day": one.ends_from}})  # fmt: skip
    if not because.strip():
        raise Refused(
            {"because": _("Skriv beslutet: enligt vilken plan, och vem som har sett över det.")}
        )
    if one.archive and not settings.ARCHIVE:
        raise Refused(
            {"": _("Det ska exporteras till arkiv först, men den som sköter servern har inte sagt var "
                   "arkivet ligger (STAFETT_ARCHIVE). Inget är beslutat.")}
        )  # fmt: skip


def _still_due(one: Ending, day: date) -> list[int]:
    """Those of an ending's scopes that are still due and not held, by their keys."""
    everything, cases = held(one.controller_id)
    now = {_as_told(scope) for _rule, scope in due(one.controller_id, day)}
    rows = one.scopes.order_by("pk").values_list("pk", "circle_id", "owner_id", "ends")
    return [
        key for key, *told in rows if not everything and told[0] not in cases and tuple(told) in now
    ]
