"""Enrol somebody whom the controller's routine keeps out: year of birth and sex, an alias, and no identity.

And take away who somebody is that was entered before the routine, or before they were protected (law.md § 6).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import branches_to_work_in, check_enrol_somewhere
from stafett.casework.forms import choices
from stafett.casework.forms.acting import Acting, Group
from stafett.casework.forms.enrolling import CAME, Entering
from stafett.casework.forms.people import BareFields, named_team
from stafett.casework.models import Participation
from stafett.initiatives.models import Branch
from stafett.initiatives.queries import team_units
from stafett.people.actions import PersonFacts, record
from stafett.people.models import Protection
from stafett.safeguards.access import check_answer_for
from stafett.safeguards.actions.identity import to_withhold, withhold_identity
from stafett.safeguards.queries.protecting import kept_out_there, where_contact_is
from stafett.safeguards.viewer import Viewer


def unnamed_branches(viewer: Viewer) -> list[Branch]:
    """Where the viewer may enrol, and the controller's routine keeps the identity of the protected out."""
    return list(branches_to_work_in(viewer).filter(kept_out_there()))


def check_enrol_unnamed(viewer: Viewer) -> None:
    """Raise PermissionDenied unless the viewer enrols somewhere where the routine keeps identities out."""
    check_enrol_somewhere(viewer)
    if not unnamed_branches(viewer):
        raise PermissionDenied(
            _(
                "Ingen av myndigheterna som du skriver in åt har beslutat att den som har skyddade "
                "personuppgifter skrivs in utan identitet. Rutinen beslutas under Bestämmelser."
            )
        )


LEFT_OUT = ("case_number", "sure", *CAME)
"""What enrolling has besides, and somebody without identity has not."""


class EnrolUnnamedForm(BareFields, Entering):
    """Enrol somebody without identity; everything that could say who it is is left out of the form."""

    heading = gettext_lazy("Skriv in utan identitet")
    lead = gettext_lazy(
        "För den som har skyddade personuppgifter och som er rutin håller utanför Stafett. Bara födelseår "
        "och kön skrivs in. Personen får ett alias och ett ärendenummer, och bara de som du väljer ser att "
        "hen finns. Skriv upp aliaset i era egna papper: i Stafett står det ingenstans vem det är."
    )
    seldom = frozenset[str]()
    field_order = ["branch", "starts_on", "mine", "birth_year", "sex", "team"]

    @cached_property
    def branches(self) -> dict[str, Branch]:
        """Where the routine says so."""
        return {str(branch.pk): branch for branch in unnamed_branches(self.viewer)}

    def prepare(self) -> None:
        """What can be chosen."""
        super().prepare()
        for name in LEFT_OUT:
            del self.fields[name]
        year, team = self.fields["birth_year"], self.fields["team"]
        year.required, year.help_text = True, _("Bara året. Skriv ingen dag någonstans.")
        units = {unit for branch in self.branches.values() for unit in team_units(branch)}
        team.choices = choices.posts(self.viewer, units)  # type: ignore[attr-defined]

    def layout(self) -> list[Group]:
        """Where, who, and who may see them."""
        return [
            (gettext_lazy("Var och när"), ["branch", "starts_on", "mine"]),
            (gettext_lazy("Vem"), ["birth_year", "sex"]), ("", ["team"]),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The days and the year are possible."""
        cleaned = super().clean()
        self.check_birth(cleaned)
        self.check_days(cleaned, None, cleaned.get("birth_year"))
        return cleaned

    def protecting_team(self) -> tuple[tuple[int, int], ...]:
        """The named team, always: nobody else sees that the person is there."""
        branch = self.branches[self.cleaned_data["branch"]]
        return tuple(named_team(self.viewer, self.cleaned_data["team"], team_units(branch)))

    def person_of(self, branch: Branch, case_number: str) -> UUID:
        """A record of its own: nobody can be found to be the same."""
        facts = PersonFacts(
            branch.controller_id, "none", register_key=case_number, sex=self.cleaned_data["sex"],
            birth_year=self.cleaned_data["birth_year"], protection=Protection.WITHHELD.value,
        )  # fmt: skip
        return record([facts], by=self.viewer)[0]


class WithholdForm(Acting):
    """Take away who somebody is."""

    heading = gettext_lazy("Ta bort identiteten")
    asks_again = True
    lead = gettext_lazy(
        "Namn, nummer, födelsedag, språk, god man, stödperson, hur personen nås och kommun tas bort, "
        "även ur det som stod förut. Det gör också samtyckenas text och de inlästa papperen. Födelseår, kön, "
        "alias och det som har gjorts är kvar, och statistiken är densamma. Det går inte att ångra. "
        "Fri text, dokument, kopior som har lämnats ut och registerfiler som väntar går ni igenom själva."
    )
    button = gettext_lazy("Ta bort identiteten")
    because = forms.CharField(
        label=gettext_lazy("Enligt vilken rutin, och vem har gått igenom det?"), max_length=300,
        help_text=gettext_lazy("Sparas i gallringens beslut. Skriv inte vem personen är."),
    )  # fmt: skip
    kept = forms.BooleanField(
        label=gettext_lazy(
            "Alias, namn, nummer och undertecknade papper är förda till det vi har på papper"
        )
    )

    @staticmethod
    def check(viewer: Viewer, case: Participation) -> None:
        """Raise PermissionDenied unless the viewer answers for the controller and the routine says so."""
        check_answer_for(viewer, case.controller)
        if not to_withhold(case.person):
            raise PermissionDenied(
                _(
                    "Det finns ingen identitet att ta bort här: er rutin håller den inte utanför, eller så är "
                    "den borta redan."
                )
            )

    def prepare(self) -> None:
        """Say where the papers are."""
        self.fields["kept"].help_text = where_contact_is(self.case.controller_id)

    def save(self) -> str:
        """Take it away; what stood before ends within a minute or so."""
        withhold_identity(self.case.circle, because=self.cleaned_data["because"], by=self.viewer)
        return _(
            "Identiteten är borttagen. Det som stod förut gallras nu, och beslutet står under Gallring."
        )


__all__ = ["EnrolUnnamedForm", "WithholdForm", "check_enrol_unnamed", "unnamed_branches"]
