"""Forms about consent in a case: note one, accept one, withdraw parts, and hand over what is covered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.accounts.openid.settings import identifying
from stafett.casework.consent_paper import to_sign
from stafett.casework.consent_text import LANGUAGES, Told, Written, usual_terms, written
from stafett.casework.forms import choices
from stafett.casework.forms.acting import Acting, Group, Text
from stafett.casework.forms.consents_alike import who_tells_whom, why_asked
from stafett.casework.forms.numbers import shown_by_e_id
from stafett.casework.forms.periods import day
from stafett.casework.forms.scans import ScanField
from stafett.casework.models import Participation
from stafett.casework.queries.consents import (
    standing_alike,
    taken_back,
    team_known,
    unnamed,
    unplaced,
)
from stafett.casework.rules import after
from stafett.frame.form_fields import Sentence, needs
from stafett.frame.formats import capital
from stafett.initiatives.models import usual_purpose
from stafett.initiatives.queries import consent_template
from stafett.initiatives.rules import copied, refusal_of_copy
from stafett.papers.paper import Paper
from stafett.parties.models import Authority, Unit
from stafett.safeguards.access import check_in
from stafett.safeguards.actions import (
    NewConsent,
    Scan,
    faults_of,
    faults_of_giving,
    give_consent,
    let_in,
)
from stafett.safeguards.actions.links import Guardian, ask_for_consent
from stafett.safeguards.models import APART, ConsentPart, GivenBy, Information, Manner
from stafett.safeguards.rules import Part, Refused, Terms, parts_between
from stafett.safeguards.viewer import Viewer

TICKS = forms.CheckboxSelectMultiple


def check_note(viewer: Viewer, case: Participation) -> None:
    """Raise PermissionDenied unless the viewer works in the case's circle."""
    check_in(viewer, case.circle)


def check_answers(viewer: Viewer, case: Participation) -> None:
    """Raise PermissionDenied unless the viewer is in the circle: whoever answers the telephone."""
    check_in(viewer, case.circle, working=False)


BESIDE = ("guardian", "support_person")
LAST_YEAR = 2200
"""A day later than this cannot be counted on from."""


class ConsentForm(Acting):
    """Note what a person says yes to, or ask by a link; filled in beforehand as the team usually asks."""

    heading = gettext_lazy("Nytt samtycke")
    lead: Text = gettext_lazy(
        "Ta bort det som personen inte säger ja till. Det som din egen myndighet lämnar öppnas genast; "
        "de andra godtar själva för sin del, och innan dess delas inget därifrån."
    )
    button = gettext_lazy("Spara samtycket")
    note = gettext_lazy(
        "Inget är sparat. Det du skrev finns kvar, men ett papper som du valt måste väljas igen."
    )
    seldom = frozenset({
        "not_to", "scan", "mark", "purpose_told", "guardian", "support_person", "interpreter",
        "guardian_number", "other_guardian", "other_number",
    })  # fmt: skip
    opened_by = {
        "scan": f"manner={Manner.PAPER.value}", "purpose_told": "language=en",
        "guardian": f"given_by={GivenBy.GUARDIAN.value}",
    }  # fmt: skip
    check = staticmethod(check_note)
    prints = True

    authorities = forms.MultipleChoiceField(
        label=gettext_lazy("Vilka myndigheter får berätta för varandra?"), widget=TICKS
    )
    more = forms.MultipleChoiceField(
        label=gettext_lazy("Fler på orten som ska få veta"), widget=TICKS, required=False,
        help_text=gettext_lazy(
            "Samtycket gäller hela myndigheten; enheten kommer med i ärendet och får bara det som lämnas. "
            "Går inte med e-legitimation."
        ),
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=gettext_lazy("Ytterligare en enhet"), required=False,
        help_text=gettext_lazy("En som inte står ovan."),
    )  # fmt: skip
    information = forms.MultipleChoiceField(
        label=gettext_lazy("Om vad?"), widget=TICKS,
        help_text=gettext_lazy(
            "Ikryssat är det som insatsen brukar fråga om, så att mötet räcker till att gå igenom det. "
            "Hälsa är aldrig ikryssat: fråga om det för sig."
        ),
    )  # fmt: skip
    not_to = forms.MultipleChoiceField(
        label=gettext_lazy("Undantag: vem får inte veta vad?"), widget=TICKS, required=False,
        help_text=gettext_lazy(
            "För en enhet som du väljer i listan Ytterligare en enhet: spara ett eget samtycke med bara det "
            "som den får veta."
        ),
    )  # fmt: skip
    purpose = Sentence(
        label=gettext_lazy("Ändamål"), max_length=300,
        help_text=gettext_lazy("Det här skriver personen under."),
    )  # fmt: skip
    purpose_told = Sentence(
        label=gettext_lazy("Ändamålet på blankettens språk"), max_length=300, required=False,
        help_text=gettext_lazy(
            "När blanketten är på engelska: personen skriver under det som står här. Tomt räcker när ändamålet "
            "är det som insatsen brukar ha, och står på engelska hos den."
        ),
    )  # fmt: skip
    from_day = day(gettext_lazy("Från och med"))
    last_day = day(gettext_lazy("Till och med"), ahead=True)
    review_on = day(gettext_lazy("Ses över senast"), ahead=True)
    manner = forms.ChoiceField(
        label=gettext_lazy("Hur gavs det?"), choices=Manner, widget=forms.RadioSelect
    )
    scan = ScanField(
        label=gettext_lazy("Det undertecknade papperet"), required=False,
        help_text=gettext_lazy("Pdf, png eller jpeg, högst 10 MB."),
    )  # fmt: skip
    mark = forms.CharField(
        label=gettext_lazy("Märket på papperet"), required=False, max_length=20,
        help_text=gettext_lazy(
            "De åtta tecknen längst ned. Då prövas att det du fyllt i är det som skrevs under."
        ),
    )  # fmt: skip
    given_by = forms.ChoiceField(
        label=gettext_lazy("Vem gav det?"), choices=GivenBy, widget=forms.RadioSelect
    )
    guardian = forms.CharField(
        label=gettext_lazy("Namn, om någon gav det i personens ställe"),
        max_length=160,
        required=False,
    )
    guardian_number = forms.CharField(
        label=gettext_lazy("Personnummer för den som svarar i personens ställe"), max_length=20,
        required=False, help_text=gettext_lazy("Jämförs med e-legitimationen och sparas inte."),
    )  # fmt: skip
    other_guardian = forms.CharField(
        label=gettext_lazy("Namn på ytterligare en som företräder personen"), max_length=160,
        required=False,
    )  # fmt: skip
    other_number = forms.CharField(
        label=gettext_lazy("Den personens personnummer"), max_length=20, required=False
    )
    support_person = forms.CharField(
        label=gettext_lazy("Stödperson som var med"), max_length=160, required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Blankettens språk"),
        choices=[("sv", gettext_lazy("Svenska")), ("en", gettext_lazy("Engelska"))],
    )
    interpreter = forms.CharField(label=gettext_lazy("Tolk"), max_length=160, required=False)
    once_more = forms.BooleanField(
        label=gettext_lazy("Anteckna det en gång till ändå"), required=False
    )
    printing = False
    """True while what is filled in is printed to be signed: the paper is not there yet."""
    alike: Sequence[ConsentPart] = ()
    """What stands already and is the same; then it is asked whether it is to stand once more."""

    def now(self) -> Mapping[str, Any]:
        """Who stands beside the person: of somebody protected it is sealed, on its own page alone (law 5)."""
        person = self.case.person
        return {name: "" if person.protection else getattr(person, name) for name in BESIDE}

    def prepare(self) -> None:
        """The team, ticked; what the initiative asks for, ticked; days as its template says."""
        needs(self.fields["scan"], _("behövs när det gavs på papper"))
        needs(self.fields["guardian"], _("behövs när någon annan gav det"))
        needs(self.fields["guardian_number"], _("behövs när den svarar med e-legitimation"))
        needs(self.fields["purpose_told"], _("kan behövas när blanketten är på engelska"))
        self.template = consent_template(self.case.initiative)
        self.team = team_known(self.viewer, self.case)
        self.said_no = taken_back(self.viewer, self.case)
        told: Any = self.fields
        told["manner"].choices, told["manner"].help_text = manners()
        told["information"].choices = [(one.value, capital(one.label)) for one in Information]
        self._offer_places(told)
        self._fill_in()
        if len(self.team) < 2:
            self.lead = _(
                "Här står bara en myndighet. Lägg först till den part det gäller i ärendet. Ges samtycket "
                "muntligt eller på papper går det också att välja ytterligare en enhet nedan."
            )

    def _offer_places(self, told: Any) -> None:
        """The team, what each of it may be kept from, and the units of others that can be added."""
        told["authorities"].choices = [(str(one.pk), one.name) for one in self.team]
        unsaid = unplaced(self.viewer, self.case)
        told["more"].choices, told["unit"].choices = choices.units_of_others(
            [self.case.branch], [one.pk for one in self.team if one.pk not in unsaid]
        )
        if not told["more"].choices:
            del told["more"]
        told["not_to"].choices = [
            (f"{one.pk}:{kind.value}", f"{one.name}: {kind.label}")
            for one in (*self.team, *self._further()) for kind in Information
        ]  # fmt: skip
        if self.said_no:
            told["authorities"].help_text = _(
                "Inte ikryssat: %(names)s. Dit är ett ja taget tillbaka."
            ) % {"names": ", ".join(one.name for one in self.said_no)}

    def _further(self) -> list[Authority]:
        """Those outside the team whom an exception can be made for: at hand, and whoever has been chosen."""
        more: Any = self.fields["more"].choices if "more" in self.fields else []  # type: ignore[attr-defined]
        keys = [*(key for key, _label in more), str(self.data.get("unit", ""))]
        units = [int(key) for key in keys if key.isdecimal()]
        rows = Authority.objects.filter(units__in=units).exclude(
            pk__in=[one.pk for one in self.team]
        )
        return list(rows.distinct().order_by("name", "pk"))

    def _fill_in(self) -> None:
        terms = usual_terms(self.viewer.day, self.template.longest_days, self.template.review_days)
        self.initial = {
            **self.initial,
            "authorities": [str(one.pk) for one in self.team if one not in self.said_no],
            "information": [one for one in self.template.information if one not in APART],
            "purpose": self.template.purpose,
            "from_day": terms.from_day, "last_day": terms.until_day - timedelta(days=1),
            "review_on": terms.review_on, "given_by": GivenBy.PERSON,
            "language": "sv",
        }  # fmt: skip

    def layout(self) -> list[Group]:
        """What is consented to, how it was given, and what seldom needs to be changed."""
        return [
            *([(_("Det står redan"), ["once_more"])] if self.alike else []),
            (
                _("Vad gäller det?"),
                ["authorities", "more", "unit", "information", "manner"],
            ),
            (_("Det undertecknade papperet"), ["scan", "mark"]),
            (_("Undantag"), ["not_to"]),
            (_("Ändamål och tid"), ["purpose", "from_day", "last_day", "review_on"]),
            (_("Den som ger det"), ["given_by", "language"]),
            (_("Ändamålet på engelska"), ["purpose_told"]),
            (
                _("God man eller annan, stödperson och tolk"),
                ["guardian", "support_person", "interpreter"],
            ),
            (
                _("När den som företräder personen svarar med e-legitimation"),
                ["guardian_number", "other_guardian", "other_number"],
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """No day lies so far off that it cannot be counted from."""
        if self.case.person.protection and self.is_stale:
            self._clear_sealed(self.cleaned_data)
        cleaned = super().clean()
        if cleaned.get("given_by") == GivenBy.PERSON and self._guardian_known(cleaned):
            cleaned["guardian"] = ""
        for name in ("from_day", "last_day"):
            if cleaned.get(name) and cleaned[name].year > LAST_YEAR:
                self.add_error(name, _("Det året ligger för långt fram. Skriv en tidigare dag."))
        if bool(cleaned.get("other_guardian")) != bool(cleaned.get("other_number")):
            said = _("Skriv både namn och personnummer för den andra, eller inget av dem.")
            self.add_error("other_guardian", said)
        if cleaned.get("purpose") and not self.purpose_said():
            said = _(
                "Blanketten är på engelska, och ändamålet står bara på svenska. Skriv det på engelska här, så "
                "att personen kan läsa vad den säger ja till."
            )
            self.add_error("purpose_told", said)
        if self._told_in_swedish(cleaned):
            self.add_error("purpose_told", refusal_of_copy())
        if not self.errors and not self.refusals():
            self.check_alike(cleaned)
        return cleaned

    def refusals(self) -> dict[str, str]:
        """What the action would refuse: said first, before it is asked whether the same is to stand twice."""
        asked = self.consent()
        if self.printing or asked.manner == Manner.IDENTIFIED:
            return faults_of(asked, self.viewer.day)
        return faults_of_giving(asked, self.viewer.day)

    def _clear_sealed(self, told: Mapping[str, Any]) -> None:
        """Names of somebody protected since the form was opened go out of it, and are asked for anew (law 5).

        What the person has now does not say which they are: it may have been emptied in that very save.
        """
        for name in BESIDE:
            if told.get(name):
                self.renew(**{name: ""})
                self.add_error(name, _(
                    "Personen har fått skyddade personuppgifter sedan du öppnade sidan, och namnet är "
                    "borttaget härifrån. Skriv det på nytt bara om det ska stå på blanketten, och spara igen."
                ))  # fmt: skip

    def _guardian_known(self, told: Mapping[str, Any]) -> bool:
        """True where the name is the one that was filled in beforehand: nobody has said that they gave it."""
        return told.get("guardian", "") == self.case.person.guardian

    def _told_in_swedish(self, told: Mapping[str, Any]) -> bool:
        """True where the English form's purpose is only the Swedish one once more."""
        swedish = [told.get("purpose", ""), self.template.purpose, self.template.purpose_in("sv")]
        english = told.get("purpose_told", "")
        in_english = told.get("language") == "en" and bool(english)
        return in_english and copied(english, swedish, usual_purpose("en"))

    def purpose_said(self) -> str:
        """The purpose in the form's language; empty where nobody has said it so."""
        told = self.cleaned_data
        usual = told["purpose"] == self.template.purpose
        if told.get("language") != "en":
            return self.template.purpose_in("sv") if usual else str(told["purpose"])
        return told.get("purpose_told") or (self.template.purpose_in("en") if usual else "")

    def check_alike(self, cleaned: Mapping[str, Any]) -> None:
        """The same is not noted twice without a word: what stands is shown, and one says to go on."""
        self.alike = standing_alike(
            self.viewer, self.case, cleaned["purpose"], self.parts(), self.terms()
        )
        if self.alike:
            self["once_more"].help_text = who_tells_whom(self.alike)
        if self.alike and not cleaned.get("once_more"):
            stands = self.alike[0].consent
            named = not unnamed(self.viewer, [stands.pk], self.case)
            self.add_error("once_more", why_asked(stands, named))

    def clean_guardian_number(self) -> str:
        """Twelve digits, or nothing."""
        return self._number("guardian_number")

    def clean_other_number(self) -> str:
        """The same."""
        return self._number("other_number")

    def _number(self, name: str) -> str:
        typed = self.cleaned_data[name]
        return shown_by_e_id(typed, self.viewer.day) if typed else ""

    def guardians(self) -> list[Guardian]:
        """Who are to answer in the person's stead with an e-ID; nobody where the person answers."""
        told = self.cleaned_data
        if (told["manner"], told["given_by"]) != (Manner.IDENTIFIED, GivenBy.GUARDIAN):
            return []
        pairs = [("guardian", "guardian_number"), ("other_guardian", "other_number")]
        return [Guardian(told[name], told[number]) for name, number in pairs if told[number]]

    def needed(self) -> int:
        """So many of them have to say yes, as the initiative has decided."""
        return max(1, min(len(self.guardians()), self.template.guardians_needed))

    def fault_field(self, name: str) -> str | None:
        """The day after the last one is the last day's matter."""
        return super().fault_field("last_day" if name == "until_day" else name)

    def save(self) -> str:
        """Note it."""
        told = self.cleaned_data
        if told["manner"] == Manner.IDENTIFIED:
            return self._ask()
        if self.units():
            let_in(self.case.circle, self.units(), from_day=self.viewer.day, by=self.viewer)
        made = give_consent(self.consent(), by=self.viewer)
        waiting = made.parts.filter(accepted_on=None).values("giver").distinct().count()
        if waiting:
            return _("Samtycket är antecknat. De andra myndigheterna godtar det för sin del.")
        return _("Samtycket är antecknat och gäller.")

    def _ask(self) -> str:
        """Make a link by which the person answers."""
        if self.units():
            raise Refused(
                {
                    "unit" if self.cleaned_data["unit"] else "more": _(
                        "En enhet till går inte att fråga om med e-legitimation. Lägg först till parten i "
                        "ärendet, eller välj muntligt eller på papper."
                    )
                }
            )
        self.made = ask_for_consent(
            self.consent(), by=self.viewer, guardians=self.guardians(), needed=self.needed()
        )
        if self.guardians():
            return _(
                "Samtycket är inte givet än. Den som företräder personen läser texten, legitimerar sig och "
                "svarar."
            )
        return _("Samtycket är inte givet än. Personen läser texten, legitimerar sig och svarar.")

    def paper(self) -> Paper | None:
        """What was filled in, to sign; a refusal is written on the form and gives None."""
        asked = self.consent()
        for name, sentence in faults_of(asked, self.viewer.day).items():
            self.add_error(self.fault_field(name), sentence)
        return None if self.errors else to_sign(asked, self.case, self.viewer)

    def consent(self) -> NewConsent:
        """What was filled in, as the action takes it."""
        told = self.cleaned_data
        return NewConsent(
            self.case.circle, told["purpose"], self.parts(), self.terms(), self.form_text().text,
            told["manner"], told["given_by"], told["language"], told["guardian"],
            told["support_person"], told["interpreter"], told["scan"], self.template.longest_days,
            told["mark"],
        )  # fmt: skip

    def terms(self) -> Terms:
        """The days, the last one included turned into the first that is not."""
        told = self.cleaned_data
        until = after(told["last_day"])
        assert until is not None
        return Terms(told["from_day"], until, told["review_on"])

    def chosen(self) -> dict[int, Authority]:
        """The authorities that are ticked, and those of the further units."""
        ticked = {
            one.pk: one for one in self.team if str(one.pk) in self.cleaned_data["authorities"]
        }
        further = Unit.objects.filter(pk__in=self.units()).select_related("authority")
        return ticked | {unit.authority_id: unit.authority for unit in further.order_by("pk")}

    def units(self) -> list[int]:
        """The further units, by key."""
        told = self.cleaned_data
        return [int(one) for one in (*told.get("more", ()), told["unit"]) if one]

    def parts(self) -> list[Part]:
        """Who may give whom what."""
        barred: dict[int, set[str]] = defaultdict(set)
        for one in self.cleaned_data["not_to"]:
            receiver, _colon, kind = one.partition(":")
            barred[int(receiver)].add(kind)
        return parts_between(set(self.chosen()), set(self.cleaned_data["information"]), barred)

    def form_text(self) -> Written:
        """The consent in words, as it is shown, printed and kept."""
        names = {key: one.name for key, one in self.chosen().items()}
        told = self.cleaned_data
        return written(
            Told(
                self.case.person.name, self.case.initiative.name, self.purpose_said(), self.parts(),
                self.terms(), names, self.case.controller.name,
                [one.name for one in self.guardians()], self.needed(),
                self.template.no_costs_nothing,
            ),
            told["language"] if told["language"] in LANGUAGES else "sv",
        )  # fmt: skip


def manners() -> tuple[list[Any], str]:
    """How a consent can be given here, and what is said where no e-ID is connected."""
    if identifying():
        return list(Manner.choices), ""
    without = [pair for pair in Manner.choices if pair[0] != Manner.IDENTIFIED]
    return without, _(
        "Med e-legitimation går inte: ingen är kopplad hit. Den som sköter servern kan koppla en."
    )


__all__ = ["ConsentForm", "Scan", "check_answers", "check_note"]
