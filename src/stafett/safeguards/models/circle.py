"""The circle of a case: its controller, its dated members, and what lets each of them in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.database.history import tracked
from stafett.database.noticed import AboutAPerson, Noticed
from stafett.parties.models import Authority, Position, Unit, ends_after_start
from stafett.people.models import Person, Protection
from stafett.safeguards.models.spine import COVERED, RowKind


class Basis(models.TextChoices):
    """What opens the door for a member (law 2)."""

    ROLE = "role", _("rollen i ärendet")
    CONSENT = "consent", _("samtycke och direktåtkomst")
    KEEPING = "keeping", _("uppdrag att föra registret")
    PROMISE = "promise", _("ett löfte som enheten själv har gett")


class Circle(AboutAPerson):
    """Those who may know of one case; one for each participation, under one controller (law 3)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    person = models.ForeignKey(Person, models.PROTECT, related_name="circles", db_constraint=False)
    named_only = models.BooleanField(_("endast namngivna"), default=False)
    units_before = models.JSONField(
        _("enheter som var med innan"),
        db_default=models.Value([], models.JSONField()),
        editable=False,
    )
    """The keys of the units that were in by their role when a named team took their place: those that may come
    back when it ends. None of them where the case began with a team. Below zero: those that have left since."""

    class Meta:
        ordering = ["id"]

    def notice(self, found: Noticed) -> None:
        """Whose circle it is."""
        known = self.__dict__
        if "person_id" in known and "controller_id" in known:
            found.circle(self.pk, known["person_id"], known["controller_id"])
        else:
            found.part(Circle, ("pk", "person_id", "controller_id"), self.pk)


@tracked
class Member(models.Model):
    """A unit, or for the protected one named post, that a circle lets in between two days.

    It is let in to one authority's rows: by its role to its own authority's (law 2), by consent and the
    giver's provision to the giver's, of the kinds named.
    """

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="members", **COVERED)
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", **COVERED)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    giver = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False)
    basis = models.CharField(_("grund"), max_length=10, choices=Basis, default=Basis.ROLE)
    kinds = models.JSONField(
        _("slag av rader"), default=list, help_text=_("Tomt betyder alla slag.")
    )
    from_day = models.DateField(_("från och med"))
    until_day = models.DateField(_("till (inte med)"), null=True, blank=True)
    with_party = models.BooleanField(_("kom in med sin part"), db_default=False, editable=False)
    """That it came in because its party is said to have a case of its own, and for nothing else: a party
    that is taken away as a mistake takes it along."""

    class Meta:
        ordering = ["from_day", "id"]
        indexes = [
            models.Index(fields=["circle", "unit"], name="member_of_circle"),
            models.Index(fields=["unit", "circle"], name="circles_of_a_unit"),
        ]
        constraints = [ends_after_start("member_period_forward")]


OPENS_CASE = Q(kinds=[]) | Q(kinds__contains=[RowKind.PARTICIPATION])
"""The condition on a `Member` of the controller's giving that the case itself is seen, not a kind alone."""


class Reach(models.Model):
    """Which controllers' rows a unit can have any business with: the tenant wall's own list.

    It only ever grows; whether a single case may be seen is decided by `may_see`, never by this.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    controller = models.ForeignKey(Authority, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["unit", "controller"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "controller"], name="reach_said_once")
        ]


def unless_sealed(words: str, person: Person) -> str:
    """Words that may lead to somebody protected; on no page but the one that opens what is sealed."""
    named = person.protection not in ("", Protection.WITHHELD)
    return str(_("förseglat")) if named else words
