"""The list of young people whom a municipality must reach, each try to reach them, and what it led to (D4)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.database.history import tracked
from stafett.database.noticed import BY_CIRCLE
from stafett.parties.models import Authority, Unit
from stafett.parties.staff_names import StaffName
from stafett.people.models import Person
from stafett.safeguards.models import COVERED, CaseRow, Circle


@tracked
class OutreachList(models.Model):
    """Which unit of an authority holds the task, and how long somebody may go unreached. About nobody.

    The law says that the municipality keeps itself informed all the year, and no number of weeks
    (skollagen 29 kap. 9 §): that is the authority's own to say.
    """

    authority = models.OneToOneField(
        Authority, models.PROTECT, primary_key=True, related_name="outreach"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    weeks = models.PositiveSmallIntegerField(_("veckor utan att ha nåtts"))
    decided_by = StaffName(_("beslutat av"), max_length=120)
    decided_on = models.DateField(_("beslutat"))

    class Meta:
        ordering = ["authority"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weeks__gte=1, weeks__lte=52), name="outreach_weeks_within_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.name}, {self.authority.name}"


class About(models.TextChoices):
    """What an authority's own words are about."""

    WAY = "way", _("sätt att söka kontakt")
    RESULT = "result", _("resultat av ett försök")
    DOING = "doing", _("vad den unga gör nu")
    REASON = "reason", _("skäl att lämna listan")


@tracked
class OutreachWord(models.Model):
    """A word that an authority chooses among. About nobody; what stands at first is Stafett's own proposal."""

    outreach = models.ForeignKey(OutreachList, models.PROTECT, related_name="words")
    about = models.CharField(_("gäller"), max_length=6, choices=About)
    label = models.CharField(_("ord"), max_length=80)
    reaches = models.BooleanField(_("räknas som nådd"), default=False)
    ours = models.BooleanField(_("Stafetts förslag"), default=False)
    until_day = models.DateField(_("används till (inte med)"), null=True, blank=True)

    class Meta:
        ordering = ["about", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["outreach", "about", "label"], name="an_outreach_word_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(reaches=False) | Q(about=About.RESULT), name="only_a_result_reaches"
            ),
            models.CheckConstraint(condition=~Q(label=""), name="an_outreach_word_says_something"),
        ]

    def __str__(self) -> str:
        return self.label


def _word(words: Any, **options: Any) -> Any:
    """One of the authority's own words."""
    return models.ForeignKey(
        OutreachWord,
        models.PROTECT,
        verbose_name=words,
        related_name="+",
        db_index=False,
        **options,
    )


@tracked
class Entry(CaseRow):
    """That somebody is on the list, from a day until they leave it with a reason.

    The circle has the list's unit in it, and is no initiative's: a referral gets one of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circle = models.OneToOneField(Circle, models.PROTECT, related_name="entry", db_constraint=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="entries", **COVERED)
    outreach = models.ForeignKey(OutreachList, models.PROTECT, related_name="entries")
    school = models.CharField(_("skola"), max_length=120)
    programme = models.CharField(_("program"), max_length=120, blank=True)
    contact = models.CharField(_("hur personen nås"), max_length=200, blank=True)
    listed_on = models.DateField(_("på listan från"))
    listed_by = StaffName(_("läst in av"), max_length=120)
    doing = _word(_("gör nu"), null=True, blank=True)
    doing_on = models.DateField(_("antecknat"), null=True, blank=True)
    next_contact = models.DateField(_("nästa kontakt"), null=True, blank=True)
    left_on = models.DateField(_("lämnade listan"), null=True, blank=True)
    left_reason = _word(_("skäl"), null=True, blank=True)
    left_by = StaffName(_("antecknat av"), max_length=120, blank=True)

    class Meta:
        ordering = ["listed_on", "id"]
        indexes = [
            models.Index(
                fields=["outreach", "next_contact", "listed_on"], condition=Q(left_on=None),
                name="the_outreach_list",
            )
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(left_on=None), name="on_the_outreach_list_once"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None, left_reason=None, left_by="")
                | Q(left_on__isnull=False, left_reason__isnull=False) & ~Q(left_by=""),
                name="who_leaves_the_list_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=models.F("listed_on")),
                name="nobody_leaves_the_list_before_it",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(next_contact=None),
                name="no_next_contact_with_who_has_left",
            ),
            models.CheckConstraint(
                condition=Q(doing=None) | Q(doing_on__isnull=False),
                name="what_somebody_does_has_a_day",
            ),
        ]


@tracked
class Attempt(CaseRow):
    """A try to reach somebody: the day, the way, and the result (D4)."""

    way_to_person = BY_CIRCLE
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", **COVERED)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="attempts", db_constraint=False)
    made_on = models.DateField(_("dag"))
    way = _word(_("sätt"))
    result = _word(_("resultat"))
    words = models.CharField(_("med ord"), max_length=400, blank=True)
    noted_by = StaffName(_("antecknat av"), max_length=120)
    retracted_on = models.DateField(_("tillbakadraget"), null=True, blank=True)
    """The day that it was taken back, as noted by mistake: then it is no try and counts nowhere."""
    retracted_by = StaffName(_("tillbakadraget av"), max_length=120, blank=True)

    class Meta:
        ordering = ["-made_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retracted_on=None, retracted_by="")
                | Q(retracted_on__isnull=False, words="") & ~Q(retracted_by=""),
                name="a_try_that_is_retracted_says_nothing",
            )
        ]


@tracked
class Led(CaseRow):
    """That a referral was made from the list. What became of it stands with what the unit sent."""

    way_to_person = BY_CIRCLE
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", **COVERED)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="led", db_constraint=False)
    sent = models.UUIDField(_("skickad aktualisering"), unique=True)
    """The key of the unit's own `SentReferral`, in another circle, perhaps with another controller."""
    on_day = models.DateField(_("dag"))
    noted_by = StaffName(_("skickad av"), max_length=120)

    class Meta:
        ordering = ["-on_day", "-id"]


STANDS = Q(attempts__retracted_on=None)
"""The tries that count, seen from somebody on the list."""

__all__ = ["STANDS", "About", "Attempt", "Entry", "Led", "OutreachList", "OutreachWord"]
