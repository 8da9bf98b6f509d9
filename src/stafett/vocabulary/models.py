"""The words that all initiatives share, each with the time during which it holds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

NONE_OF_THEM = "none"
"""The code of the word that says that none of its list holds."""


class Word(models.Model):
    """A coded word in Swedish and English, with validity and where it was read."""

    code = models.CharField(_("kod"), max_length=40, primary_key=True)
    label_sv = models.CharField(_("svenska"), max_length=120)
    label_en = models.CharField(_("engelska"), max_length=120, blank=True)
    valid_from = models.DateField(_("gäller från"), null=True, blank=True)
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)
    source = models.TextField(_("källa"), blank=True)
    verified = models.BooleanField(_("bekräftad"), default=False)
    order = models.PositiveIntegerField(_("ordning"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.label_en if get_language() == "en" and self.label_en else self.label_sv

    @property
    def told(self) -> str:
        """The word where it stands by itself, away from its list."""
        return str(self)


def told(one: object) -> str:
    """A word as it is said away from its list; anything else as it says itself."""
    return one.told if isinstance(one, Word) else str(one)


class County(Word):
    """One of the 21 counties (län), two digits as text."""


class Municipality(Word):
    """One of the 290 municipalities, four digits as text with their leading zero."""

    county = models.ForeignKey(County, models.PROTECT, verbose_name=_("län"))


class LivelihoodSource(Word):
    """What somebody lives on (försörjningskälla); see domain notes on SUS and SCB's measure."""

    group = models.CharField(_("grupp"), max_length=60, blank=True)
    household = models.BooleanField(_("hushållets"), default=False)
    has_extent = models.BooleanField(_("har omfattning"), default=True)
    exclusive = models.BooleanField(_("utesluter andra"), default=False)


class OccupationKind(Word):
    """What somebody does: work, studies, practice, job-seeking, none of these."""

    has_extent = models.BooleanField(_("har omfattning"), default=True)

    @property
    def told(self) -> str:
        """What "none of these" speaks of, where it stands by itself."""
        if self.code != NONE_OF_THEM:
            return super().told
        return gettext("Varken arbete, studier, praktik, arbetssökande eller rehabilitering")


class EducationLevel(Word):
    """Highest completed education, by SUN 2020's level."""

    sun = models.CharField(_("SUN 2020"), max_length=20, blank=True)


class CommonOutcome(Word):
    """The common list that every initiative's own outcomes map to (D11)."""

    is_work = models.BooleanField(_("arbete"), default=False)
    is_study = models.BooleanField(_("studier"), default=False)


class NextStep(Word):
    """What is next at an exit (law 1); `nobody` is allowed, counted and shown upwards."""

    import_only = models.BooleanField(_("endast vid inläsning"), default=False)


class DocumentKind(Word):
    """What a document in a case is; a list of our own, since no common one was found."""


class EndReason(Word):
    """A proposed reason why a participation ended; each initiative has a list of its own to begin from it."""
