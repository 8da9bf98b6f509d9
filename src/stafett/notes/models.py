"""What somebody wrote for their own authority's file, and each time that anybody tried to reach the person."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.casework.models import Participation
from stafett.database.history import tracked
from stafett.parties.models import Unit
from stafett.parties.staff_names import StaffName
from stafett.safeguards.models import COVERED, CaseRow


class Written(CaseRow):
    """What both have: whose it is, of which day, by whom; the unit's authority owns it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    on_day = models.DateField(_("dag"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    written_by = StaffName(_("antecknat av"), max_length=120)
    written_at = models.DateTimeField(auto_now_add=True)
    retracted_on = models.DateField(_("tillbakadragen"), null=True, blank=True)
    retracted_by = StaffName(_("tillbakadragen av"), max_length=120, blank=True)

    class Meta:
        abstract = True


def _says_nothing(named: str, **empty: Any) -> models.CheckConstraint:
    """Of what was written in the wrong case it is said that it was, when and by whom, and nothing else."""
    stands = Q(retracted_on__isnull=True, retracted_by="")
    taken = Q(retracted_on__isnull=False, text="", **empty) & ~Q(retracted_by="")
    return models.CheckConstraint(condition=stands | taken, name=named)


@tracked
class Note(Written):
    """A note; about health when it says so, and then of that kind (law.md § 5)."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="notes", **COVERED
    )
    text = models.TextField(_("anteckning"), max_length=4000)

    class Meta:
        ordering = ["-on_day", "-id"]
        indexes = [models.Index(fields=["participation", "-on_day"], name="notes_of_a_case")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(retracted_on__isnull=False), name="a_note_says_something"
            ),
            _says_nothing("a_note_that_is_retracted_says_nothing"),
            models.CheckConstraint(
                condition=Q(kind__in=("note", "health")), name="a_note_is_of_its_kinds"
            ),
        ]


class By(models.TextChoices):
    """How the person was sought."""

    PHONE = "phone", _("telefon")
    MESSAGE = "message", _("sms eller e-post")
    LETTER = "letter", _("brev")
    VISIT = "visit", _("besök hos personen")
    HERE = "here", _("möte hos oss")
    OTHER = "other", _("på annat sätt")


class Result(models.TextChoices):
    """What came of it; only `REACHED` is contact."""

    REACHED = "reached", _("fick kontakt")
    MESSAGE_LEFT = "message_left", _("lämnade ett meddelande")
    NO_ANSWER = "no_answer", _("fick inget svar")
    NOT_THERE = "not_there", _("personen kom inte")


@tracked
class Contact(Written):
    """One time that somebody tried to reach the person, and what came of it."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="contacts", **COVERED
    )
    by = models.CharField(_("hur"), max_length=10, choices=By)
    result = models.CharField(_("vad det gav"), max_length=12, choices=Result)
    text = models.CharField(_("kort om det"), max_length=300, blank=True)
    again_on = models.DateField(_("försök igen"), null=True, blank=True)

    class Meta:
        ordering = ["-on_day", "-id"]
        indexes = [models.Index(fields=["participation", "-on_day"], name="contacts_of_a_case")]
        constraints = [
            models.CheckConstraint(condition=Q(kind="note"), name="a_contact_is_of_its_kind"),
            models.CheckConstraint(
                condition=Q(again_on__isnull=True) | Q(again_on__gte=models.F("on_day")),
                name="one_tries_again_afterwards",
            ),
            _says_nothing("a_contact_that_is_retracted_says_nothing", again_on__isnull=True),
        ]


__all__ = ["By", "Contact", "Note", "Result", "Written"]
