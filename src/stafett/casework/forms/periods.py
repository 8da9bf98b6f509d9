"""Forms about a participation's own facts: correct them, end it, undo an exit, involve a further party."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from stafett.casework.access import (
    can_change,
    can_tell_life,
    check_end_case,
    check_end_in,
    check_reopen_in,
    check_work_in,
    may_know_others,
    own_cases,
)
from stafett.casework.actions import (
    Exit,
    Life,
    NewCase,
    close,
    end_case,
    involve,
    reopen,
    take_away_case,
)
from stafett.casework.actions.ending import faults_of_the_dead
from stafett.casework.doors import acts
from stafett.casework.exiting import ends_with_it, stays_settled
from stafett.casework.forms import choices
from stafett.casework.forms.acting import WHY, Acting, Group, Instead, Text
from stafett.casework.forms.asking import AsksOnce, holds, questions_of_exit, told_of
from stafett.casework.forms.life import Lines, stated_after
from stafett.casework.models import Involvement, Participation
from stafett.casework.queries.running_twice import running_beside
from stafett.casework.rules import (
    EXIT_NEEDS,
    already_ended,
    faults_of_exit,
    faults_of_taking_over,
    reason_words,
)
from stafett.database.days import in_force
from stafett.frame.form_fields import needs
from stafett.frame.formats import plain_day
from stafett.frame.inputs import DayInput, DayToCome
from stafett.parties.models import Authority, Unit
from stafett.safeguards.viewer import Viewer

DAY_HELP = gettext_lazy("Till exempel 3 maj, 3/5, i morgon eller 2026-05-03.")


def day(
    label: Any,
    *,
    required: bool = True,
    help_text: Any = DAY_HELP,
    ahead: bool = False,
    **rest: Any,
) -> forms.DateField:
    """A day that is typed; `ahead` of one that as a rule is still to come."""
    return forms.DateField(
        label=label, widget=DayToCome if ahead else DayInput, required=required,
        help_text=help_text, **rest,
    )  # fmt: skip


def asks(name: str) -> dict[str, Any]:
    """The rule's own sentence where an exit lacks something."""
    return {"required": EXIT_NEEDS[name]}


WHEN_TAKEN = gettext_lazy("en av dem krävs när någon tar över")


class ExitFields(forms.Form):
    """What an exit names (law 1, G16)."""

    ends_on = day(gettext_lazy("Sista dag"), error_messages=asks("ends_on"))
    outcome = forms.ChoiceField(
        label=gettext_lazy("Vad ledde det till?"), error_messages=asks("outcome")
    )
    next_step = forms.ChoiceField(
        label=gettext_lazy("Vad händer härnäst?"), error_messages=asks("next_step"),
        help_text=gettext_lazy("Om någon tar över, eller varför ingen gör det."),
    )  # fmt: skip
    next_unit = needs(
        forms.ChoiceField(
            label=gettext_lazy("Vilken enhet tar över?"), required=False,
            help_text=gettext_lazy(
                "Avslutet antecknar bara vem det är. Enheten tillfrågas inte och får inget veta av Stafett."
            ),
        ), WHEN_TAKEN,
    )  # fmt: skip
    next_outside = needs(
        forms.CharField(
            label=gettext_lazy("Verksamhet utanför Stafett som tar över"), max_length=160,
            required=False, help_text=gettext_lazy("Till exempel en skola eller en arbetsgivare."),
        ), WHEN_TAKEN,
    )  # fmt: skip
    listed_reason = forms.ChoiceField(
        label=gettext_lazy("Avslutsorsak ur insatsens lista"), required=False
    )
    end_reason = forms.CharField(
        label=gettext_lazy("Avslutsorsak"), max_length=200, required=False,
        help_text=gettext_lazy(
            "Kort, utan personnamn och utan hälsouppgifter."
        ),
    )  # fmt: skip


EXIT = list(ExitFields.base_fields)
MOST_REASON = 200
"""So many characters a reason has room for."""


KEPT = {"next_unit": "kept", "next_outside": ""}
"""What stands in the form for somebody who takes over and is not named to whoever corrects."""


class ExitForm(AsksOnce, ExitFields, Lines, Acting):
    """What an exit says; who may end by it says each form of its own."""

    heading = gettext_lazy("Avsluta deltagandet")
    lead: Text = gettext_lazy(
        "Den som håller ihop svarar till och med sista dagen. Ett avslut säger alltid vad det ledde till "
        "och vad som händer härnäst."
    )
    button = gettext_lazy("Avsluta")
    also_heading = gettext_lazy("Det här avslutas samtidigt")
    note = gettext_lazy("Du kan inte avsluta ännu. Inget är sparat, och det du skrev finns kvar.")

    def now(self) -> Mapping[str, Any]:
        """Only that the participation still goes on is remembered: what is filled in is a suggestion."""
        return {"ends_on": self.case.ends_on}

    def prepare(self) -> None:
        """The initiative's outcomes, what can be next, and lines for life directly after where it is shown."""
        self.fields["outcome"].choices = choices.outcomes(self.case.initiative)  # type: ignore[attr-defined]
        self.fields["next_step"].choices = choices.next_steps()  # type: ignore[attr-defined]
        self.fields["next_unit"].choices = takers(self.viewer, self.case)  # type: ignore[attr-defined]
        self.offer_reasons()
        if self.case.ends_on is None:
            self.initial["ends_on"] = self.viewer.day
        if can_tell_life(self.viewer, self.case):
            suggested = stated_after(self.case, self.viewer.day)
            self.add_lines(suggested)
            self.initial = {**self.initial, **suggested}
        self.lead = already_ended(self.case.ends_on).get("", self.lead)
        self.instead = ask_instead(self.viewer, self.case, self.data.get("next_unit", ""))
        if self.case.ends_on is None:
            self.also = ends_with_it(self.case, self.viewer)

    def offer_reasons(self) -> None:
        """The initiative's own reasons, with own words beside; only own words where it has no list."""
        found = choices.end_reasons(self.case.initiative)
        if found:
            self.fields["listed_reason"].choices = choices.first(_("Ingen av dem"), found)  # type: ignore[attr-defined]
            self.fields["end_reason"].label = _("Avslutsorsak med egna ord")
        else:
            del self.fields["listed_reason"]

    def layout(self) -> list[Group]:
        """The exit first, then life directly after, which can wait."""
        after_it = _("%(what)s direkt efter (kan fyllas i senare)")
        return [
            ("", [name for name in EXIT if name in self.fields]),
            *((after_it % {"what": heading}, names) for heading, names in self.line_groups()),
            *self.question(),
        ]

    def clean(self) -> dict[str, Any]:
        """Say everything that is missing at once."""
        cleaned = super().clean()
        self.check_lines(cleaned)
        faults = already_ended(self.case.ends_on)
        faults |= faults_of_ending(self.case.starts_on, cleaned, self.viewer.day)
        faults = faults_of_a_death(cleaned) | faults
        both = reason_words(cleaned.get("listed_reason", ""), cleaned.get("end_reason", ""))
        if len(both) > MOST_REASON:
            faults.setdefault(
                "end_reason", _("Skriv kortare: orsaken får inte plats i sin helhet.")
            )
        for name, sentence in faults.items():
            if name not in self.errors:
                self.add_error(self.fault_field(name), sentence)
        if not self.errors and holds(life := Life("end", self.livings("end"), self.doings("end"))):
            self.ask_once(
                cleaned, questions_of_exit(self.viewer, self.case, cleaned, told_of(life))
            )
        return cleaned

    def fault_field(self, name: str) -> str | None:
        """Faults of livelihood and occupation stand at their first line."""
        lines = {"livelihoods": "source_1", "occupations": "what_1"}
        return lines.get(name) or super().fault_field(name)

    def save(self) -> str:
        """End it."""
        told = self.cleaned_data
        exit_ = Exit(
            told["ends_on"], int(told["outcome"]), told["next_step"],
            reason_words(told.get("listed_reason", ""), told["end_reason"]),
            self.livings("end"), self.doings("end"), *named_next(told),
        )  # fmt: skip
        close([(self.case, exit_)], by=self.viewer)
        done = _("Deltagandet är avslutat. Var det fel? Då kan du ångra avslutet.")
        if not told.get("next_unit") or self.stays_with(int(told["next_unit"])):
            return done
        unasked = _("%(unit)s är antecknad som den som tar över, men är inte tillfrågad: ring dem.")
        return f"{done} {unasked % {'unit': Unit.objects.get(pk=told['next_unit']).name}}"

    def stays_with(self, unit: int) -> bool:
        """True when whoever takes over is the one that held it together: then nobody is to be asked."""
        last = self.case.holdings.order_by("-from_day", "-pk").first()
        return last is not None and last.unit_id == unit


class CloseForm(ExitForm):
    """End a participation, for those who hold it."""

    check = staticmethod(check_end_in)


def ask_instead(viewer: Viewer, case: Participation, unit: str) -> Instead | None:
    """The way to asking who is to take over, with the unit that is chosen; None for who cannot hand over."""
    found = next((one for one in acts(viewer, case) if one.name == "propose_handover"), None)
    if found is None:
        return None
    chosen = f"?till={unit}" if unit.isdigit() else ""
    return Instead(
        _("Ska en enhet i Stafett ta över? Ett avslut frågar ingen. Lämna över i stället, så tillfrågas de och "
          "ni håller ihop tills de har svarat."),
        found.label, found.url + chosen, "next_unit",
    )  # fmt: skip


def faults_of_ending(starts_on: date, cleaned: Mapping[str, Any], today: date) -> dict[str, str]:
    """What is missing in an exit as it is filled in, or cannot be, as field → sentence."""
    outcome, next_step = cleaned.get("outcome"), cleaned.get("next_step")
    faults = faults_of_exit(starts_on, cleaned.get("ends_on"), outcome, next_step, today)
    unit, outside = cleaned.get("next_unit"), cleaned.get("next_outside", "")
    return faults | faults_of_taking_over(next_step, unit, outside)


def faults_of_a_death(told: Mapping[str, Any]) -> dict[str, str]:
    """Why what is filled in cannot have led to that somebody died, as field → sentence."""
    outcome = told.get("outcome")
    return faults_of_the_dead(int(outcome) if outcome else None, told.get("next_step"))


def takers(viewer: Viewer, case: Participation, *, kept: bool = False) -> list[choices.Choice]:
    """The units that can be named as those who take over; none, since it may be somebody outside.

    `kept` where the one that is recorded can stay, and is not named.
    """
    none = _("Ingen enhet i Stafett")
    found = choices.units_to_choose(viewer, case)
    known = {key for _group, units in found for key, _name in units}
    if kept:
        found.append((KEPT["next_unit"], _("Någon annan, som det står")))
    elif case.next_unit and str(case.next_unit_id) not in known:
        found.append((str(case.next_unit_id), case.next_unit.name))
    return choices.first(none, found)


def named_next(told: Mapping[str, Any]) -> tuple[int | None, str]:
    """The unit or the name that was told as who takes over."""
    unit = told.get("next_unit")
    return int(unit) if unit else None, told.get("next_outside", "").strip()


STAYS = gettext_noop(
    "Det som ställdes in eller upphörde med avslutet kommer inte tillbaka av sig självt."
)


class ReopenForm(AsksOnce, Acting):
    """Undo an exit; where the same human goes on in a record that is linked, that is asked about."""

    heading = gettext_lazy("Ångra avslutet")
    lead = gettext_lazy(
        "Deltagandet pågår igen, och den som höll ihop sist gör det på nytt. Avslutet finns kvar i "
        "historiken. Har personen kommit tillbaka efter ett riktigt avslut? Skriv då in ett nytt deltagande."
    )
    button = gettext_lazy("Ångra avslutet")
    also_heading = gettext_lazy("Det här kommer inte tillbaka av sig självt")
    after_exit = True
    check = staticmethod(check_reopen_in)
    because = WHY

    def prepare(self) -> None:
        """Say what the exit settled and stays so."""
        self.also = stays_settled(self.case, self.viewer)

    def layout(self) -> list[Group]:
        """Why, and what is asked."""
        return [("", ["because"]), *self.question()]

    def clean(self) -> dict[str, Any]:
        """Taking part twice in the same is asked about."""
        cleaned = super().clean()
        if not self.errors:
            self.ask_once(cleaned, map(_goes_on, running_beside(self.viewer, self.case)))
        return cleaned

    def save(self) -> str:
        """Open it again."""
        reopen([self.case], by=self.viewer, because=self.cleaned_data["because"])
        said = [_("Avslutet är ångrat. Deltagandet pågår igen.")]
        if not self.case.assignments.filter(in_force(self.viewer.day)).exists():
            said.append(_("Ingen handläggare har ärendet: välj en på ärendets sida."))
        return " ".join([*said, *([_(STAYS)] if self.also else [])])


def _goes_on(other: Participation) -> str:
    said = _(
        "En post som är länkad till den här deltar redan: %(who)s, %(branch)s. Samma människa deltar då två "
        "gånger i insatsen."
    )
    numbered = f"{other.person} {other.case_number}" if other.case_number else str(other.person)
    return said % {"who": numbered, "branch": other.branch}


class InvolveForm(Acting):
    """Record that a further party has a case of its own."""

    heading = gettext_lazy("Lägg till en part")
    lead = gettext_lazy(
        "Skriv vilken myndighet som har ett eget ärende med personen och från vilken dag. Det ger inte "
        "myndigheten rätt att se något här: det kräver samtycke eller en bestämmelse. När personen har sagt ja "
        "till myndigheten kommer enheten med i ärendet, och får frågan om att godta samtycket."
    )
    button = gettext_lazy("Lägg till")
    check = staticmethod(check_work_in)
    party = forms.ChoiceField(label=gettext_lazy("Part, myndighet eller enhet"))
    from_day = day(gettext_lazy("Från och med"))

    def prepare(self) -> None:
        """Every authority and unit, under its party; one's own for who may not change it, or know of others."""
        speaks = can_change(self.viewer, self.case) and may_know_others(self.viewer, self.case)
        own = None if speaks else self.viewer.works_for
        self.fields["party"].choices = choices.authorities_with_units(  # type: ignore[attr-defined]
            [self.case.branch], own
        )
        self.fields["from_day"].initial = max(self.case.starts_on, self.viewer.day)

    def save(self) -> str:
        """Record it."""
        authority, unit = _place(self.cleaned_data["party"])
        case = NewCase(authority.party_id, authority.pk, self.cleaned_data["from_day"], unit)
        involve([(self.case, case)], by=self.viewer)
        return _("%(authority)s är tillagd.") % {"authority": authority.name}


def _place(chosen: str) -> tuple[Authority, int | None]:
    """The authority that was chosen, and its unit if one was."""
    kind, key = chosen.split(":")
    if kind == "a":
        return Authority.objects.get(pk=key), None
    unit = Unit.objects.select_related("authority").get(pk=key)
    return unit.authority, unit.pk


class EndCaseForm(Acting):
    """Record that a party's own case has ended; each its own, whoever may change the case anyone's."""

    heading = gettext_lazy("Avsluta en parts ärende")
    button = gettext_lazy("Spara")
    which = forms.ChoiceField(label=gettext_lazy("Vilken part?"))
    last_day = day(gettext_lazy("Sista dag"))
    check = staticmethod(check_end_case)

    def prepare(self) -> None:
        """The cases that go on and that the viewer may end."""
        mine = own_cases(self.viewer, self.case)
        found = mine.filter(until_day__isnull=True).select_related("party")
        self.going_on: dict[str, Involvement] = {str(row.pk): row for row in found}
        options = [(key, row.party.name) for key, row in self.going_on.items()]
        self.fields["which"].choices = choices.first(_("Välj part"), options)  # type: ignore[attr-defined]

    def save(self) -> str:
        """Record it."""
        row = self.going_on[self.cleaned_data["which"]]
        row.participation = self.case
        end_case(row, last_day=self.cleaned_data["last_day"], by=self.viewer)
        return _("%(party)s ärende är avslutat.") % {"party": row.party.name}


class TakeAwayCaseForm(Acting):
    """Take away a party that was added by mistake."""

    heading = gettext_lazy("En part lades till av misstag")
    lead = gettext_lazy(
        "Parten räknas inte som att ha varit med. Under Ändringar står att den togs bort, och varför. "
        "Har parten gjort något i ärendet har den varit med: avsluta då partens ärende i stället. Ett samtycke "
        "står kvar tills det tas tillbaka."
    )
    button = gettext_lazy("Ta bort parten")
    a_no = True
    which = forms.ChoiceField(label=gettext_lazy("Vilken part?"))
    because = forms.CharField(label=gettext_lazy("Hur blev det fel?"), max_length=200)
    check = staticmethod(check_end_case)

    def prepare(self) -> None:
        """The parties that the viewer may end, those that have ended too."""
        found = own_cases(self.viewer, self.case).select_related("party", "unit").order_by("pk")
        self.there: dict[str, Involvement] = {str(row.pk): row for row in found}
        told = [(key, self._said(row)) for key, row in self.there.items()]
        self.fields["which"].choices = choices.first(_("Välj part"), told)  # type: ignore[attr-defined]

    def _said(self, row: Involvement) -> str:
        return _("%(party)s, från %(day)s") % {
            "party": row.unit or row.party, "day": plain_day(row.from_day),
        }  # fmt: skip

    def save(self) -> str:
        """Take it away."""
        row = self.there[self.cleaned_data["which"]]
        row.participation = self.case
        take_away_case(row, by=self.viewer, because=self.cleaned_data["because"])
        return _("%(party)s är borttagen.") % {"party": row.party.name}
