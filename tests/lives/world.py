"""The little world in which anything may happen: the cast, its cases, and the day that it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Model

from stafett.casework.actions import Exit, close
from stafett.casework.models import Participation
from stafett.circumstances.actions import DID, NewPeriod, add
from stafett.commissions.actions import NewCommission, give
from stafett.notes import actions as notes
from stafett.notes.actions import NewNote
from stafett.parties.models import Staff
from stafett.plans import actions as plans
from stafett.plans.actions import NewDecision, NewStep
from stafett.referrals.actions import put_in_queue
from stafett.safeguards.actions import accept
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Viewer, operator
from tests.cast import STAFF, TODAY, Cast
from tests.documents.world import put_in
from tests.handover.giving import at_af, proposed
from tests.meetings.world import booked, held, of_person, of_unit
from tests.outreach.world import listed
from tests.referrals.world import referred

M = TypeVar("M", bound=Model)
WHO = [name for name, *_ in STAFF]
UNITS = ["AUC", "Af Flen", "FK Eskilstuna", "Försörjningsstöd", "Psykiatrin", "Viadidakt",
         "Projektkontoret"]  # fmt: skip
LIKELY = ["karin", "per", "lotta", "fatima", "sven", "eva"]
"""Those who work in the cases, of whom somebody may do most things."""
OFTEN = [*WHO, *["karin"] * 10, *["per"] * 4, *["fatima", "sven", "lotta", "eva"] * 2]
"""Who acts how often: mostly those who work in the cases, now and then anybody at all."""
FULL = {key: name for key, name, *_ in STAFF}


@dataclass
class World:
    """Who acts on which day, and what there is to act on; outside the wall between the steps."""

    cast: Cast
    day: date = TODAY
    done: list[str] = field(default_factory=list)
    """What was done, step by step, to read when something has gone wrong."""

    def viewer(self, who: str) -> Viewer:
        """Somebody on the world's day."""
        return viewer_of(self.cast.user(who), self.day)

    def as_(self, who: str) -> Viewer:
        """Act as somebody: the wall is set to what they reach."""
        viewer = self.viewer(who)
        set_reach(viewer.controllers)
        return viewer

    @property
    def server(self) -> Viewer:
        """The one who runs the server, for what no agency does to itself."""
        return operator(self.day)

    def pick(self, model: type[M], number: int, **only: Any) -> M:
        """One of the rows there are, by a number of any size; raises Nothing where there is none.

        What is there is found outside the wall: whether somebody may is for the action to say. Where several
        act at the same time, the row that was counted may be another's before it is fetched.
        """
        self.cast.as_everyone()
        rows = model._default_manager.filter(**only).order_by("pk")
        at = number % (rows.count() or 1)
        for row in rows[at : at + 1]:
            return row
        raise Nothing(model.__name__)

    def case(self, number: int) -> Participation:
        """One of the cases."""
        return self.pick(Participation, number)

    def post_of(self, who: str) -> Any:
        """The post that somebody of the cast had first."""
        staff = Staff.objects.get(name=FULL[who])
        return staff.tenures.order_by("pk")[0].position

    def later(self, days: int) -> date:
        """A day to come, or one that has been when the number is negative."""
        return self.day + timedelta(days=days)


class Nothing(Exception):
    """There is nothing yet that the act could be about, or it is not the time for it."""


def seldom(number: int, one_in: int) -> None:
    """Let what shuts much be done once in so many times only, so that the rest is done at all."""
    if number % one_in:
        raise Nothing


def begin(cast: Cast) -> World:
    """Two cases in Flen and one in Katrineholm; in the first, agencies are in it with the person's yes."""
    world = World(cast)
    first, second = at_af(cast), at_af(cast)
    cast.consented(first, "Af Flen", "FK Eskilstuna")
    cast.enrolled("katrineholm")
    for who in ("per", "fatima"):
        cast.involved(first, who)
    _under_way(cast, first, second)
    cast.as_everyone()
    return world


def _under_way(cast: Cast, first: Participation, second: Participation) -> None:
    """Something of each sort to go on with: nothing has to be begun before anything can happen to it."""
    viewer = cast.as_("karin")
    notes.write(first, NewNote("Kom i tid.", TODAY), by=viewer)
    goal = plans.set_goal(first, "Ett arbete", by=viewer)
    plans.add_step(goal, NewStep("Ring", due_on=TODAY), by=viewer)
    plans.note_decision(first, NewDecision("decision", "Stöd", TODAY, TODAY), by=viewer)
    held(cast, booked(cast, first, "Af Flen"), of_person(), of_unit(cast, "Af Flen"))
    booked(cast, second, "Af Flen")
    accept(list(ConsentPart.objects.filter(circle=second.circle_id, giver__in=viewer.works_for)
                .select_related("circle")), by=cast.as_("karin"))  # fmt: skip
    accept(list(ConsentPart.objects.filter(circle=first.circle_id, giver=first.controller_id, accepted_on=None)
                .select_related("circle")), by=cast.as_("karin"))  # fmt: skip
    unit = cast.unit("Af Flen").pk
    give(first, NewCommission("Pröva praktik", "Inför planen", unit, TODAY), by=cast.as_("karin"))
    proposed(cast, second)
    put_in(cast, first)
    add(first, DID, NewPeriod("practice", TODAY, TODAY, 12), by=cast.as_("karin"))
    listed(cast)
    referred(cast)
    put_in_queue(referred(cast, "per"), by=cast.as_("karin"))
    cast.as_everyone()
    left = cast.enrolled()
    close([(left, Exit(TODAY, cast.outcome("arbete").pk, "none_needed"))], by=cast.as_("karin"))
