"""Who has looked at whom, when, why and by which door (law 4); and the seals that show it unchanged.

No row here has a foreign key to a person, a user or a case: the log neither blocks nor follows an
ending. What is kept is how things were called then. Which role may do what: migration 0008.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from stafett.parties.models import Authority
from stafett.safeguards.viewer import PERSON


def controller() -> Any:
    """Whose log it is: a key without a constraint, for the same reason."""
    return models.ForeignKey(
        Authority, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )


class Form(models.TextChoices):
    """In what form somebody was shown people, or what was done with them."""

    PAGE = "page", _("sida")
    EXPORT = "export", _("fil")
    API = "api", _("API")
    CHANGE = "change", _("ändring")
    JOB = "job", _("bakgrundsjobb")
    COMMAND = "command", _("kommandorad")


class Reading(models.Model):
    """One answer that showed or changed people of one controller: to whom, when, by which door."""

    id = models.UUIDField(primary_key=True, editable=False)
    controller = controller()
    at = models.DateTimeField(_("när"), db_default=Now())
    salt = models.UUIDField(db_default=RandomUUID(), editable=False)
    """The key of the row's digest: when the row ends, nothing can be read out of the digest any more."""
    user_id = models.BigIntegerField(null=True)
    name = models.CharField(_("namn"), max_length=160)
    authority = models.TextField(_("myndighet"))
    unit = models.TextField(_("enhet"))
    role = models.TextField(_("roll"))
    form = models.CharField(_("form"), max_length=8, choices=Form)
    method = models.CharField(max_length=8)
    door = models.CharField(_("dörr"), max_length=80)
    asked = models.TextField(_("frågat efter"))
    because = models.TextField(_("skäl"))
    people = models.PositiveIntegerField(_("antal personer"))

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["controller", "at"], name="readings_in_time")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="")
                | models.Q(user_id__isnull=False)
                | models.Q(role=PERSON),
                name="a_reading_says_who",
            )
        ]


class ReadPerson(models.Model):
    """One person of a reading, and the member of the circle that let the reader in."""

    reading_id = models.UUIDField(db_index=True)
    controller = controller()
    person_id = models.UUIDField()
    circle_id = models.UUIDField(null=True)
    member_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    basis = models.CharField(_("grund"), max_length=20)
    since = models.DateField(_("sedan"), null=True)

    class Meta:
        ordering = ["reading_id", "id"]
        indexes = [models.Index(fields=["person_id", "reading_id"], name="readings_of_a_person")]


class SealKind(models.TextChoices):
    """What a link of the chain is about."""

    BATCH = "batch", _("förseglade rader")
    ENDING = "ending", _("gallring")


class Seal(models.Model):
    """A link of a controller's chain: a closed batch of readings, or a decision that ended some."""

    controller = controller()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=6, choices=SealKind)
    closed_at = models.DateTimeField(_("stängd"))
    rows = models.PositiveIntegerField(_("rader"))
    said = models.TextField(_("beslut"))
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["controller", "number"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "number"], name="one_link_of_a_number")
        ]


class SealedReading(models.Model):
    """The digest of one reading in a batch; it stays when the reading has ended."""

    reading_id = models.UUIDField(primary_key=True)
    controller = controller()
    seal_number = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    ended_by = models.PositiveIntegerField(null=True)
    """The number of the ending in the chain that ended the reading."""

    class Meta:
        ordering = ["controller", "seal_number", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "seal_number", "place"], name="one_reading_in_a_place"
            )
        ]
