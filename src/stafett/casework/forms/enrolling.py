"""Enrol somebody, or somebody again: who, where, from when, and whether they are there already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db import IntegrityError, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import branches_to_work_in
from stafett.casework.actions import AuthorityCase, Enrolment, enrol, reassign
from stafett.casework.case_numbers import new_case_number
from stafett.casework.forms import choices
from stafett.casework.forms.acting import Group, Text
from stafett.casework.forms.people import (
    NAMES,
    ONLY_PROTECTED,
    PERSON_GROUPS,
    AboutPerson,
    PersonFields,
    named_team,
)
from stafett.casework.forms.periods import day
from stafett.casework.models import Participation
from stafett.casework.queries.duplicates import known_like
from stafett.casework.rules import born_of, faults_of_place, faults_of_start, overlaps
from stafett.frame.form_fields import needs
from stafett.frame.formats import plain_day
from stafett.initiatives.intakes import intake_of
from stafett.initiatives.models import Branch
from stafett.initiatives.queries import team_units
from stafett.parties.models import Authority, Position
from stafett.people.actions import record
from stafett.people.models import Person
from stafett.safeguards.access import may_see
from stafett.safeguards.actions.identity import kept_out
from stafett.safeguards.queries.protecting import keeping_out
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer
from stafett.vocabulary.models import EducationLevel

ANOTHER = "another"
"""The answer that somebody who is alike is another human."""

UNTOLD: Mapping[str, tuple[str, Text]] = {
    "case_number_once_per_initiative": (
        "case_number",
        gettext_lazy("Ärendenumret används redan i insatsen. Skriv ett annat, eller lämna tomt."),
    ),
    "one_participation_at_a_time": (
        "starts_on",
        gettext_lazy(
            "Det går inte att skriva in personen i insatsen från den dagen. Välj en annan dag, eller "
            "vänd dig till projektledaren."
        ),
    ),
}
"""What is said when the database refuses; nothing of what it knows and the viewer may not (law 5)."""


class WhereFields(forms.Form):
    """Where and from when, and how the person came."""

    branch = forms.ChoiceField(label=gettext_lazy("Insats och gren"))
    starts_on = day(gettext_lazy("Start"))
    case_number = forms.CharField(
        label=gettext_lazy("Ärendenummer"), max_length=60, required=False,
        help_text=gettext_lazy(
            "Lämna tomt, så väljer Stafett ett nummer."
        ),
    )  # fmt: skip
    referring_party = forms.ChoiceField(
        label=gettext_lazy("Part som aktualiserade"), required=False
    )
    referring_caseworker = forms.CharField(
        label=gettext_lazy("Handläggare som aktualiserade"), max_length=120, required=False
    )
    cases = forms.MultipleChoiceField(
        label=gettext_lazy("Vilka har ett eget ärende med personen från start?"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Det ger dem inte rätt att se något här."),
    )  # fmt: skip
    mine = forms.BooleanField(
        label=gettext_lazy("Jag tar ärendet"), required=False, initial=True,
        help_text=gettext_lazy(
            "Annars väljs handläggare på ärendets sida, och till dess pekas det ut att ingen har det."
        ),
    )  # fmt: skip
    municipality = forms.ChoiceField(label=gettext_lazy("Kommun"), required=False)
    education = forms.ChoiceField(label=gettext_lazy("Högsta utbildning"), required=False)


WHERE = ["branch", "starts_on", "mine", "case_number"]
CAME = ["referring_party", "referring_caseworker", "cases", "municipality", "education"]


class Entering(WhereFields, AboutPerson):
    """What enrolling somebody new and somebody again have in common."""

    button: ClassVar[Text] = gettext_lazy("Skriv in")

    def __init__(
        self, data: Any = None, *, viewer: Viewer, case: Participation | None = None
    ) -> None:
        """A form without a case yet, or about a case that the person had before."""
        super().__init__(data, viewer=viewer, case=case)  # type: ignore[arg-type]

    @cached_property
    def branches(self) -> dict[str, Branch]:
        """Where the viewer may enrol this person: a record stays with its controller (law 3)."""
        found = {str(branch.pk): branch for branch in branches_to_work_in(self.viewer)}
        if self.case is None:
            return found
        return {k: b for k, b in found.items() if b.controller_id == self.case.controller_id}

    def prepare(self) -> None:
        """What can be chosen."""
        if not any(self._own_post(branch) for branch in self.branches.values()):
            del self.fields["mine"]
        groups = choices.branch_groups(self.branches.values())
        self.fields["branch"].choices = groups  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = self.viewer.day
        self.fields["cases"].choices = choices.authorities_near(self.branches.values())  # type: ignore[attr-defined]
        self.fields["referring_party"].choices = choices.parties(self.branches.values())  # type: ignore[attr-defined]
        self.fields["municipality"].choices = choices.municipalities(self.branches.values())  # type: ignore[attr-defined]
        self.fields["education"].choices = choices.words(EducationLevel)  # type: ignore[attr-defined]

    def _own_post(self, branch: Branch) -> int | None:
        """The viewer's own post that works in the unit that will hold the case, if there is one."""
        works = self.viewer.positions_with(Permission.WORK_WITH_PEOPLE)
        unit = intake_of(branch, self.viewer.day)
        there = (p for p in self.viewer.posts if p.unit_id == unit.pk and not p.stands_in)
        return next((p.position_id for p in there if p.position_id in works), None)

    def _take(self, branch: Branch) -> str:
        """Give the case to the viewer's own post, where they said so; says when they have none there."""
        post = self._own_post(branch)
        if not self.cleaned_data.get("mine"):
            return ""
        if post is None:
            told = {"unit": intake_of(branch, self.viewer.day).name}
            return _("Du har ingen tjänst på %(unit)s, så ingen handläggare har ärendet än.") % told
        case = Participation.objects.get(pk=self.enrolled)
        to = Position.objects.select_related("unit").get(pk=post)
        reassign([case], to, by=self.viewer, because=_("skrev in personen"))
        return ""

    def check_days(
        self, cleaned: Mapping[str, Any], person: UUID | None, born: date | int | None
    ) -> None:
        """The day is possible, and the person is not there already as far as the viewer may know."""
        starts_on: date | None = cleaned.get("starts_on")
        branch = self.branches.get(cleaned.get("branch", ""))
        faults = _outside(branch, starts_on) | faults_of_start(starts_on, born, self.viewer.day)
        for name, sentence in faults.items():
            self.add_error(name, sentence)
        self.check_number(cleaned)
        if person is None or branch is None or starts_on is None:
            return
        before = Participation.objects.filter(person_id=person, initiative_id=branch.initiative_id)
        for row in may_see(self.viewer, before).order_by("starts_on", "pk"):
            if overlaps(starts_on, None, row.starts_on, row.ends_on):
                self.add_error("starts_on", _already_there(row))

    def check_number(self, cleaned: Mapping[str, Any]) -> None:
        """The case number is not in use by somebody the viewer sees; the protected they see among them."""
        branch, number = self.branches.get(cleaned.get("branch", "")), cleaned.get("case_number")
        if branch is None or not number:
            return
        same = Participation.objects.filter(initiative=branch.initiative_id, case_number=number)
        if may_see(self.viewer, same).exists():
            name, sentence = UNTOLD["case_number_once_per_initiative"]
            self.add_error(name, str(sentence))

    def enrolment(self, branch: Branch, person: UUID, case_number: str) -> Enrolment:
        """What was filled in, as the action takes it."""
        told: Mapping[str, Any] = dict.fromkeys(WhereFields.base_fields, "") | self.cleaned_data
        authorities = Authority.objects.filter(pk__in=told["cases"] or ()).order_by("pk")
        return Enrolment(
            branch.controller_id, branch.initiative_id, branch.pk, person, case_number,
            told["starts_on"], intake_of(branch, self.viewer.day).pk, team_units(branch),
            municipality_id=told["municipality"] or None,
            education_id=told["education"] or None,
            referring_party_id=int(told["referring_party"]) if told["referring_party"] else None,
            referring_caseworker=told["referring_caseworker"],
            cases=tuple(AuthorityCase(one.party_id) for one in authorities),
            named_team=self.protecting_team(),
        )  # fmt: skip

    def protecting_team(self) -> tuple[tuple[int, int], ...]:
        """The named team when the person is protected; nobody named otherwise."""
        return ()

    def person_of(self, branch: Branch, case_number: str) -> UUID:
        """The person's record: the one there is, or a new one."""
        return self.case.person_id

    def save(self) -> str:
        """Enrol; what the database refuses becomes a fault that says nothing of others' cases."""
        branch = self.branches[self.cleaned_data["branch"]]
        number = self.cleaned_data.get("case_number") or new_case_number()
        try:
            with transaction.atomic():
                person = self.person_of(branch, number)
                self.enrolled = enrol([self.enrolment(branch, person, number)], by=self.viewer)[0]
                untaken = self._take(branch)
        except IntegrityError as refused:
            self.add_error(*_untold(refused))
            return ""
        unit = intake_of(branch, self.viewer.day)
        done = _("Deltagandet är inskrivet från den %(day)s och hålls ihop av %(unit)s.") % {
            "day": plain_day(self.cleaned_data["starts_on"]), "unit": unit.name,
        }  # fmt: skip
        return f"{done} {untaken}".strip()


def _outside(branch: Branch | None, starts_on: date | None) -> dict[str, str]:
    if branch is None:
        return {}
    within = branch.initiative
    return faults_of_place(starts_on, within.name, within.starts_on, within.ends_on)


def _already_there(row: Participation) -> str:
    if row.ends_on is None:
        return _("Personen deltar redan i insatsen. Avsluta det deltagandet först.")
    return _("Personen deltog i insatsen till och med %(day)s. Skriv en senare dag.") % {
        "day": plain_day(row.ends_on)
    }


def _untold(refused: IntegrityError) -> tuple[str, str]:
    """The sentence for a constraint of the database; one that has none is our own fault."""
    diagnosis: Any = refused.__cause__
    name = diagnosis.diag.constraint_name
    if name not in UNTOLD:
        raise refused
    field, sentence = UNTOLD[name]
    return field, str(sentence)


class EnrolForm(PersonFields, Entering):
    """Enrol somebody for the first time, as far as one knows."""

    heading = gettext_lazy("Skriv in en deltagare")
    lead = gettext_lazy(
        "Enheten som håller ihop i grenen gör det från första dagen. Finns personen redan bland dem som "
        "du får se frågar sidan innan den sparar."
    )
    same_as = forms.CharField(
        label=gettext_lazy("Är det samma människa?"), required=False, widget=forms.RadioSelect
    )
    field_order = [*WHERE, *NAMES, "sure", "same_as", *CAME]

    def prepare(self) -> None:
        """What can be chosen; whom a protection could let in are those of the branches' units."""
        super().prepare()
        needs(self.fields["family_name"], _("behövs när numret saknas"))
        needs(self.fields["number"], _("behövs när namnet saknas"))
        needs(self.fields["issuer"], _("behövs för annat nummer"))
        needs(self.fields["team"], ONLY_PROTECTED)
        units = {unit for branch in self.branches.values() for unit in team_units(branch)}
        self.fields["team"].choices = choices.posts(self.viewer, units)  # type: ignore[attr-defined]

    def layout(self) -> list[Group]:
        """Where, who, support and protection, how the person came; questions only when asked."""
        (who, names), support, protected = PERSON_GROUPS
        asked = [
            name for name in ("sure", "same_as")
            if name in self.asked or self.errors.get(name) or self.data.get(name)
        ]  # fmt: skip
        return [
            (gettext_lazy("Var och när"), WHERE), (who, [*names, *asked]), support,
            (gettext_lazy("Vägen in"), CAME), protected,
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Read the number, ask about what disagrees with it, and about somebody who is alike."""
        cleaned = super().clean()
        self.identity = self.read_identity(cleaned)
        self.check_birth(cleaned)
        if not any(cleaned.get(name) for name in ("given_name", "family_name", "number")):
            self.add_error("family_name", _("Skriv ett namn eller ett nummer."))
        self.same: Person | None = None
        branch = self.branches.get(cleaned.get("branch", ""))
        if branch is not None and "number" not in self.errors:
            self.controller_id = branch.controller_id
            self._ask_about_doubles(cleaned)
            names = (cleaned.get(name, "") for name in ("given_name", "family_name"))
            self.check_protected(cleaned, "", *names)
            if cleaned.get("protection") and keeping_out([branch.controller_id]):
                self.add_error("protection", f"{kept_out()} {_use_the_other_page()}")
        if self.same and cleaned.get("protection") and not self.same.protection:
            self.add_error("protection", _protected_elsewhere(self.same))
        born = born_of(self.same or self.facts(self.identity))
        self.check_days(cleaned, self.same.pk if self.same else None, born)
        self.ask_about_number(cleaned, self.identity)
        return cleaned

    def _ask_about_doubles(self, cleaned: Mapping[str, Any]) -> None:
        alike = known_like(self.viewer, self.facts(self.identity))
        if not alike:
            return
        options = [(str(p.pk), f"{p.name}, {_born(p)} ({reason.why})") for p, reason in alike]
        certain = alike[0][1].rank == 0
        no = [] if certain else [(ANOTHER, _("Nej, en annan människa"))]
        self.fields["same_as"].widget.choices = [*options, *no]  # type: ignore[attr-defined]
        answer = cleaned.get("same_as", "")
        self.same = next((person for person, _reason in alike if str(person.pk) == answer), None)
        if self.same is None and not (answer == ANOTHER and no):
            self.fields["same_as"].required = True
            self.add_error("same_as", _ask(certain))

    def protecting_team(self) -> tuple[tuple[int, int], ...]:
        """The named team when the person is protected."""
        if not self.cleaned_data["protection"]:
            return ()
        branch = self.branches[self.cleaned_data["branch"]]
        return tuple(named_team(self.viewer, self.cleaned_data["team"], team_units(branch)))

    def person_of(self, branch: Branch, case_number: str) -> UUID:
        """The record that was pointed out, or a new one; kept apart from one that must not be known."""
        if self.same is not None:
            return self.same.pk
        key = "" if self.identity else case_number
        facts = self.with_alias(self.facts(self.identity, key))
        return record([facts], by=self.viewer, beside_hidden=True)[0]


def _protected_elsewhere(person: Person) -> str:
    return _(
        "%(name)s finns redan inskriven utan skydd. Lägg först in skyddet under Rätta personuppgifter i det "
        "deltagandet: då gäller det alla."
    ) % {"name": person.name}


def _use_the_other_page() -> str:
    return _(
        "Gå tillbaka till Deltagare och välj ”Skriv in utan identitet”, och skriv inget namn här."
    )


def _born(person: Person) -> str:
    if person.shown_birth_date:
        return _("född %(day)s") % {"day": plain_day(person.shown_birth_date)}
    return (
        _("född %(year)s") % {"year": person.shown_birth_year}
        if person.shown_birth_year
        else _("födelseår okänt")
    )


def _ask(certain: bool) -> str:
    if certain:
        return _("Numret finns redan hos er. Välj personen, eller rätta numret.")
    return _("Det finns redan någon som liknar. Välj om det är samma människa.")


class ReturnForm(Entering):
    """Somebody comes back: a new participation of the same person (D12)."""

    heading = gettext_lazy("Nytt deltagande för samma person")
    lead = gettext_lazy(
        "Den som kommer tillbaka får ett nytt deltagande. Det gamla står kvar som det är, med sitt utfall."
    )
    field_order = [*WHERE, *CAME]

    def layout(self) -> list[Group]:
        """Where, and how the person came."""
        return [("", WHERE), (gettext_lazy("Vägen in"), CAME)]

    def clean(self) -> dict[str, Any]:
        """The day is possible."""
        cleaned = super().clean()
        self.check_days(cleaned, self.case.person_id, born_of(self.case.person))
        return cleaned
