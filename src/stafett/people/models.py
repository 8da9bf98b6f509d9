"""Who a person is to one controller: a record of its own, linked to others, never merged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, F, Func, Q, TextField, Value, When
from django.db.models.functions import Coalesce, Concat, Lower, NullIf
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.accounts.models import User
from stafett.database.history import tracked
from stafett.database.noticed import AboutAPerson, Noticed
from stafett.parties.models import Authority
from stafett.people.letters import SEARCH_FROM, SEARCH_TO, SORT_FROM, SORT_TO


class Plain(Func):
    """Text folded for order or search: letters exchanged one for one, then small letters."""

    function = "lower"
    template = '%(function)s(translate(%(expressions)s) COLLATE "C")'


def folded(column: object, letters: str, into: str) -> Plain:
    """The SQL expression that folds a column; immutable, so that it can be stored."""
    return Plain(column, Value(letters), Value(into), output_field=TextField())


def searchable(column: object) -> models.GeneratedField:
    """A stored column that a prefix can be sought in, behind the wall too (`=`, `>=` and `<` only)."""
    return models.GeneratedField(
        expression=folded(column, SEARCH_FROM, SEARCH_TO),
        output_field=TextField(db_collation="C"),
        db_persist=True,
    )


def unless_protected(column: str, instead: object) -> Case:
    """A column of the name, or of somebody protected what stands in its place: their name orders nothing."""
    return Case(When(protection="", then=F(column)), default=instead, output_field=TextField())


NOTHING, ALIAS = Value(""), F("alias")


def name_part(name: object, number: int) -> Func:
    """One part of a name with several, hyphen or not: 2 is the second, -1 the last; else empty."""
    apart = Func(name, Value("-"), Value(" "), function="translate", output_field=TextField())
    return Func(apart, Value(" "), Value(number), function="split_part", output_field=TextField())


class Sex(models.TextChoices):
    """Sex as recorded; never derived silently from a number (FOL 18 §)."""

    WOMAN = "woman", _("Kvinna")
    MAN = "man", _("Man")
    OTHER = "other", _("Annat")
    UNKNOWN = "unknown", _("Okänt")


class IdentityKind(models.TextChoices):
    """What kind of number identifies the person (law.md § 10)."""

    PERSONAL = "personal", _("Personnummer")
    COORDINATION = "coordination", _("Samordningsnummer")
    OTHER = "other", _("Annat nummer")
    NONE = "none", _("Inget nummer")


class Protection(models.TextChoices):
    """The three kinds of protected identity (law.md § 6), which are treated alike; and that none is recorded.

    `WITHHELD` is for those whom the controller's routine keeps out: year and sex, and nothing of who it is.
    """

    NONE = "", _("Ingen")
    MARKED = "marked", _("Sekretessmarkering")
    REGISTRATION = "registration", _("Skyddad folkbokföring")
    ASSUMED = "assumed", _("Fingerade personuppgifter")
    WITHHELD = "withheld", _("Inskriven utan identitet")


NOBODY: Mapping[str, Any] = {
    "identity_kind": IdentityKind.NONE.value, "identity_number": "", "identity_issuer": "",
    "given_name": "", "family_name": "", "birth_date": None, "language": "", "needs_interpreter": False,
    "guardian": "", "support_person": "", "reached": "",
}  # fmt: skip
"""What is recorded of somebody without identity, in each field that could say who it is."""


@tracked
class Person(AboutAPerson):
    """A human being as one controller knows them; the same human at two controllers is two rows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+", db_index=False)
    identity_kind = models.CharField(_("slag av nummer"), max_length=12, choices=IdentityKind)
    identity_number = models.CharField(_("nummer"), max_length=40, blank=True)
    identity_issuer = models.CharField(_("utfärdare"), max_length=60, blank=True)
    register_key = models.CharField(_("registrets eget ärendenummer"), max_length=60, blank=True)
    given_name = models.CharField(_("förnamn"), max_length=80, blank=True)
    family_name = models.CharField(_("efternamn"), max_length=80, blank=True)
    sex = models.CharField(_("kön"), max_length=8, choices=Sex, default=Sex.UNKNOWN)
    birth_date = models.DateField(_("födelsedatum"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("födelseår"), null=True, blank=True)
    language = models.CharField(_("språk"), max_length=40, blank=True)
    needs_interpreter = models.BooleanField(_("behöver tolk"), default=False)
    guardian = models.CharField(_("god man eller vårdnadshavare"), max_length=160, blank=True)
    support_person = models.CharField(_("stödperson"), max_length=160, blank=True)
    reached = models.CharField(
        _("hur personen nås"), max_length=200, blank=True, default="", db_default=""
    )
    protection = models.CharField(
        _("skyddade personuppgifter"), max_length=12, choices=Protection, blank=True
    )
    alias = models.CharField(_("alias"), max_length=60, blank=True)
    sort_name = models.GeneratedField(
        expression=folded(
            Case(
                When(
                    protection="",
                    then=Coalesce(
                        NullIf(Concat("family_name", Value(" "), "given_name"), Value(" ")),
                        "register_key",
                        output_field=TextField(),
                    ),
                ),
                default=ALIAS,
                output_field=TextField(),
            ),
            SORT_FROM,
            SORT_TO,
        ),
        output_field=TextField(db_collation="C"),
        db_persist=True,
    )
    search_family = searchable(unless_protected("family_name", NOTHING))
    search_given = searchable(unless_protected("given_name", ALIAS))
    search_family_last = searchable(name_part(unless_protected("family_name", NOTHING), -1))
    search_given_second = searchable(name_part(unless_protected("given_name", ALIAS), 2))
    kept_apart = models.UUIDField(
        _("hålls isär"),
        null=True,
        editable=False,
        help_text=_("Ett nummer som skrevs in av någon som inte fick veta att det redan fanns."),
    )

    class Meta:
        ordering = ["sort_name", "id"]
        indexes = [
            models.Index(fields=["controller", "sort_name", "id"], name="person_in_swedish_order"),
            models.Index(fields=["controller", "search_family"], name="person_by_family_name"),
            models.Index(fields=["controller", "search_given"], name="person_by_given_name"),
            models.Index(fields=["controller", "search_family_last"], name="person_by_last_part"),
            models.Index(
                fields=["controller", "search_given_second"], name="person_by_second_name"
            ),
            models.Index(fields=["controller", "register_key"], name="person_by_register_key"),
            models.Index(fields=["controller", "birth_date"], name="person_by_birth_date"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "controller",
                    "identity_number",
                    "identity_kind",
                    "identity_issuer",
                    "kept_apart",
                ],
                condition=~Q(identity_number=""),
                nulls_distinct=False,
                name="a_number_once_per_controller",
            ),
            models.CheckConstraint(
                condition=Q(identity_kind=IdentityKind.NONE, identity_number="")
                | ~Q(identity_kind=IdentityKind.NONE) & ~Q(identity_number=""),
                name="a_number_where_there_is_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(identity_kind=IdentityKind.OTHER) | ~Q(identity_issuer=""),
                name="another_number_names_its_issuer",
            ),
            models.CheckConstraint(
                condition=~Q(identity_kind=IdentityKind.NONE) | ~Q(register_key=""),
                name="no_number_then_the_registers_key",
            ),
            models.CheckConstraint(
                condition=Q(protection="") | ~Q(alias=""), name="the_protected_have_an_alias"
            ),
            models.CheckConstraint(
                condition=~Q(protection=Protection.WITHHELD) | Q(**NOBODY, kept_apart__isnull=True),
                name="without_identity_there_is_none",
            ),
            models.UniqueConstraint(
                "controller", Lower("alias"), condition=~Q(alias=""), name="no_two_aliases_alike"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def notice(self, found: Noticed) -> None:
        """The person's own row."""
        if "controller_id" in self.__dict__:
            found.person(self.pk, self.controller_id)
        else:
            found.part(Person, ("", "pk", "controller_id"), self.pk)

    @property
    def name(self) -> str:
        """The name for every page: of somebody protected their alias, never who they are (law 5)."""
        return self.alias if self.protection else self.real_name

    @property
    def real_name(self) -> str:
        """Who it is; the register's own key for somebody recorded without a name.

        Of somebody protected it is for the page that is opened on purpose, and no other.
        """
        return f"{self.given_name} {self.family_name}".strip() or _("Ärende %(key)s") % {
            "key": self.register_key or str(self.id)[-8:]
        }

    @property
    def shown_number(self) -> str:
        """The number for a page; nothing of somebody protected."""
        return "" if self.protection else self.real_number

    @property
    def real_number(self) -> str:
        """The number as people write it: 19900101-NNNN; other numbers as they are."""
        official = self.identity_kind in (IdentityKind.PERSONAL, IdentityKind.COORDINATION)
        number = self.identity_number
        return f"{number[:8]}-{number[8:]}" if official and len(number) == 12 else number

    @property
    def shown_birth_date(self) -> date | None:
        """The day of birth for a page; of somebody protected only the year is shown."""
        return None if self.protection else self.birth_date

    @property
    def shown_reached(self) -> str:
        """How the person is reached, for a page; nothing of somebody protected (law.md § 6)."""
        return "" if self.protection else self.reached

    @property
    def shown_birth_year(self) -> int | None:
        """The year of birth, however much of the day is known."""
        return self.birth_date.year if self.birth_date else self.birth_year

    @property
    def shown_protection(self) -> str:
        """The kind that is said; an assumed identity is said nowhere to be one (law.md § 6)."""
        assumed = self.protection == Protection.ASSUMED
        return Protection.REGISTRATION.value if assumed else self.protection

    @property
    def initials(self) -> str:
        """For shared rooms: "A.Ö."; none of somebody protected, who has the alias."""
        names = () if self.protection else (self.given_name, self.family_name)
        return "".join(f"{part[0]}." for part in names if part)


@tracked
class PersonLink(models.Model):
    """Two records of one controller that people say are the same human; undone, never merged."""

    controller = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    first = models.ForeignKey(Person, models.PROTECT, related_name="links_as_first")
    second = models.ForeignKey(Person, models.PROTECT, related_name="links_as_second")
    reason = models.CharField(_("skäl"), max_length=200)
    linked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_because = models.CharField(
        _("skäl till att länken togs bort"), max_length=200, blank=True
    )

    class Meta:
        ordering = ["linked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="a_link_has_one_order"),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(undone_at__isnull=True),
                name="two_records_linked_once",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="an_undone_link_says_who",
            ),
        ]


__all__ = ["NOBODY", "IdentityKind", "Person", "PersonLink", "Protection", "Sex"]
