"""Who somebody is, as it is filled in: names, number, birth, language, support, protection.

A number that somebody else's record has, and that this viewer may not see, is met with the very same
answer as one that nobody has (law 5): see docs/features/people.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.actions import correct_person
from stafett.casework.actions.persons import change_team, may_decide
from stafett.casework.forms import choices
from stafett.casework.forms.acting import WHY, Acting, Group
from stafett.casework.forms.periods import day
from stafett.casework.models import Participation
from stafett.casework.queries.duplicates import known_like
from stafett.casework.queries.naming_team import could_be_named, units_in
from stafett.casework.rules import FIRST_YEAR, born_of, faults_of_birth
from stafett.database.days import still_on
from stafett.frame.form_fields import needs
from stafett.frame.formats import plain_day
from stafett.people.actions import FACTS, PersonFacts
from stafett.people.aliases import WORDS, faults_of_word, new_alias
from stafett.people.models import IdentityKind, Person, Protection, Sex
from stafett.people.rules import (
    OLDEST,
    Identity,
    NotANumber,
    born_too_long_ago,
    read_number,
    tells_how_to_reach,
)
from stafett.safeguards.actions.identity import to_withhold
from stafett.safeguards.models import ContactKept, Member
from stafett.safeguards.queries.protecting import routine_of, where_contact_is
from stafett.safeguards.viewer import Viewer


class BareFields(forms.Form):
    """What is known of everybody, also of somebody without identity; and who may see the protected."""

    sex = forms.ChoiceField(label=gettext_lazy("Kön"), choices=[("", _("Välj kön")), *Sex.choices])
    birth_year = forms.IntegerField(
        label=gettext_lazy("Födelseår"), min_value=FIRST_YEAR, required=False,
        help_text=gettext_lazy("Bara när dagen är okänd."),
    )  # fmt: skip
    team = forms.MultipleChoiceField(
        label=gettext_lazy("Vilka ska få se personen?"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("Du själv är alltid med."),
    )  # fmt: skip


BY_NAME = [one for one in Protection.choices if one[0] != Protection.WITHHELD]
"""The kinds of protection of somebody whose identity is recorded."""


class PersonFields(BareFields):
    """What is known of a person; everything but the sex can be left out."""

    given_name = forms.CharField(label=gettext_lazy("Förnamn"), max_length=80, required=False)
    family_name = forms.CharField(label=gettext_lazy("Efternamn"), max_length=80, required=False)
    reached = forms.CharField(
        label=gettext_lazy("Hur personen nås"), max_length=200, required=False,
        help_text=gettext_lazy("Till exempel telefon, e-post, bara sms, via boendestödjaren."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    number = forms.CharField(
        label=gettext_lazy("Personnummer, samordningsnummer eller annat nummer"), max_length=40,
        required=False, help_text=gettext_lazy("Till exempel 19900101-NNNN. Lämna tomt om det saknas."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    issuer = forms.CharField(
        label=gettext_lazy("Vem har utfärdat numret?"), max_length=60, required=False,
        help_text=gettext_lazy("Bara för annat nummer än personnummer och samordningsnummer."),
    )  # fmt: skip
    birth_date = day(
        gettext_lazy("Födelsedag"), required=False,
        help_text=gettext_lazy("Lämna tomt när den står i numret."),
    )  # fmt: skip
    language = forms.CharField(label=gettext_lazy("Språk"), max_length=40, required=False)
    needs_interpreter = forms.BooleanField(label=gettext_lazy("Behöver tolk"), required=False)
    guardian = forms.CharField(
        label=gettext_lazy("God man, förvaltare eller vårdnadshavare"),
        max_length=160,
        required=False,
    )
    support_person = forms.CharField(
        label=gettext_lazy("Stödperson"), max_length=160, required=False
    )
    protection = forms.ChoiceField(
        label=gettext_lazy("Skyddade personuppgifter"), choices=BY_NAME, required=False,
        help_text=gettext_lazy(
            "Med skydd ser bara de som du väljer nedan att personen finns. Skriv då ingen adress, "
            "ort eller telefon någon annanstans än under Hur personen nås, och bara om er rutin är att "
            "försegla det. Fingerade personuppgifter visas sedan ingenstans som sådana."
        ),
    )  # fmt: skip
    alias = forms.ChoiceField(
        label=gettext_lazy("Alias (bara vid skydd)"), required=False,
        choices=[("", gettext_lazy("Välj åt mig")), *((word, word) for word in sorted(WORDS))],
        help_text=gettext_lazy("Visas i stället för namnet. Fyra siffror läggs till."),
        error_messages={"invalid_choice": gettext_lazy(
            "Välj ett av orden i listan. Fyra siffror läggs till av sig själva."
        )},
    )  # fmt: skip


CALLED = ["given_name", "family_name"]
NAMES = [*CALLED, "reached", "sex", "number", "issuer", "birth_date", "birth_year"]
SUPPORT = ["language", "needs_interpreter", "guardian", "support_person"]
PROTECTED = ["protection", "alias", "team"]
ONLY_PROTECTED = gettext_lazy("bara vid skydd")
KEPT = (*CALLED, "reached", "guardian", "support_person")
NUMBER = ("identity_kind", "identity_number", "identity_issuer")
SEALED = (*KEPT, "number", "issuer", "birth_date")
"""What a form never shows of somebody protected; what is left empty there stays as it was."""
PERSON_GROUPS: list[Group] = [
    (gettext_lazy("Vem"), NAMES),
    (gettext_lazy("Språk och stöd"), SUPPORT),
    (gettext_lazy("Har personen skyddade uppgifter?"), PROTECTED),
]


class AboutPerson(Acting):
    """A form that tells who a person is: reads the number, and asks before it makes a double."""

    unkept = True
    seldom = frozenset(PROTECTED)
    controller_id: int | None = None
    sure = forms.BooleanField(
        label=gettext_lazy("Jag har kontrollerat: det ska stå så"), required=False
    )

    def read_identity(self, cleaned: Mapping[str, Any]) -> Identity | None:
        """The number, checked; a fault in it becomes a fault in the form."""
        number, issuer = cleaned.get("number", ""), cleaned.get("issuer", "")
        if not number:
            return None
        try:
            found = read_number(number, today=self.viewer.day, issuer=issuer)
        except NotANumber as fault:
            self.add_error("issuer" if fault.code == "number-issuer" else "number", fault.sentence)
            return None
        if born_too_long_ago(found.birth_date or found.birth_year, self.viewer.day):
            said = _(
                "Enligt numret är personen född för mer än %(years)s år sedan. Jämför med id-handlingen."
            )
            self.add_error("number", said % {"years": OLDEST})
        return found

    def check_birth(self, cleaned: Mapping[str, Any]) -> None:
        """Nobody is born later than today, or is older than anybody has been."""
        today = self.viewer.day
        old = _("Det är mer än %(years)s år sedan. Kontrollera året.") % {"years": OLDEST}
        for name in ("birth_date", "birth_year"):
            if born_too_long_ago(cleaned.get(name), today):
                self.add_error(name, old)
        if cleaned.get("birth_date") and cleaned["birth_date"] > today:
            self.add_error("birth_date", _("Dagen har inte varit än. Kontrollera året."))
        if cleaned.get("birth_year") and cleaned["birth_year"] > today.year:
            self.add_error("birth_year", _("Året har inte varit än."))

    def check_protected(self, cleaned: Mapping[str, Any], had: str = "", *names: str) -> None:
        """The alias is nobody's name, and what is kept on paper is not written here."""
        word = cleaned.get("alias", "")
        if not cleaned.get("protection"):
            return
        fault = faults_of_word(word, *names) if word and word != had else ""
        if fault:
            self.add_error("alias", fault)
        for name in kept_on_paper(self.controller_id or 0, cleaned):
            self.add_error(name, where_contact_is(self.controller_id or 0))

    def with_alias(self, facts: PersonFacts, had: str = "") -> PersonFacts:
        """The facts with the alias of the word that was written; the one they had stays as it is."""
        word = self.cleaned_data.get("alias", "")
        if not facts.protection or not word or word == had:
            return facts
        return replace(facts, alias=new_alias(facts.controller_id, word))

    def ask_about_number(self, cleaned: Mapping[str, Any], identity: Identity | None) -> None:
        """Ask once when sex or birth date says something else than the number does (FOL 18 §)."""
        if identity is None or cleaned.get("sure"):
            return
        for name, sentence in list(_unlike(cleaned, identity)):
            self.fields["sure"].required = True
            self.asked = ["sure"]
            self.add_error(name, sentence)

    def facts(self, identity: Identity | None, register_key: str = "") -> PersonFacts:
        """What was filled in, as the action takes it."""
        told = self.cleaned_data
        names = (*CALLED, "reached", "sex", *SUPPORT, "protection")
        born = told.get("birth_date") or (identity.birth_date if identity else None)
        year = told.get("birth_year") or (identity.birth_year if identity else None)
        return PersonFacts(
            controller_id=self.controller_id or 0,
            identity_kind=identity.kind if identity else IdentityKind.NONE.value,
            identity_number=identity.number if identity else "",
            identity_issuer=identity.issuer if identity else "",
            register_key=register_key,
            birth_date=born,
            birth_year=born.year if born else year,
            **{name: told.get(name) or "" for name in names if name != "needs_interpreter"},
            needs_interpreter=bool(told.get("needs_interpreter")),
        )


def kept_on_paper(controller: int, told: Mapping[str, Any]) -> list[str]:
    """The fields that hold what the controller keeps on paper: how somebody is reached."""
    written = [name for name in ("guardian", "support_person") if told.get(name)]
    reached = [name for name in written if tells_how_to_reach(told[name])]
    if told.get("reached"):
        reached.append("reached")
    if not reached or routine_of(controller).contact == ContactKept.SEALED:
        return []
    return reached


def named_team(
    viewer: Viewer, chosen: Iterable[str], inside: Collection[int]
) -> list[tuple[int, int]]:
    """The posts chosen in a form, `unit:post`, after the viewer's own, those in some units first."""
    others = [tuple(map(int, one.split(":"))) for one in chosen]
    return list(dict.fromkeys([*viewer.own_seats(inside), *others]))  # type: ignore[list-item]


def _as_set(value: Any) -> set[str]:
    """What is chosen, whether one or several."""
    return {str(one) for one in (value if isinstance(value, list) else [value]) if one}


def _unlike(cleaned: Mapping[str, Any], identity: Identity) -> Iterable[tuple[str, str]]:
    born: date | None = cleaned.get("birth_date")
    if born and identity.birth_date and born != identity.birth_date:
        sentence = _("Födelsedagen är inte den i numret, %(day)s. Kryssa i om det ändå ska stå så.")
        yield "birth_date", sentence % {"day": plain_day(identity.birth_date)}
    sex = cleaned.get("sex")
    if identity.digit_sex and sex in (Sex.WOMAN, Sex.MAN) and sex != identity.digit_sex:
        yield "sex", _("Könet är inte det som numret säger. Kryssa i om det ändå ska stå så.")


class CorrectPersonForm(PersonFields, AboutPerson):
    """Correct who somebody is."""

    heading = gettext_lazy("Rätta personuppgifter")
    lead = gettext_lazy(
        "Uppgifterna gäller personen i alla hens deltaganden hos er. Det som stod förut finns kvar i "
        "historiken."
    )
    because = WHY
    field_order = [*NAMES, "sure", *SUPPORT, *PROTECTED, "because", "seen"]

    @property
    def person(self) -> Person:
        """Who it is about."""
        return self.case.person

    def now(self) -> Mapping[str, Any]:
        """What is recorded; the number as people write it."""
        person = self.person
        self.controller_id = person.controller_id
        names = [name for name in (*NAMES, *SUPPORT) if name not in ("number", "issuer")]
        recorded = {name: getattr(person, name) for name in (*names, "alias")}
        if person.birth_date:
            recorded["birth_year"] = None
        recorded |= {"number": person.shown_number, "issuer": person.identity_issuer}
        if person.protection:
            recorded |= dict.fromkeys(SEALED, "")
        return {
            **recorded, "protection": person.shown_protection,
            "team": _team_now(self.case.circle_id, self.viewer.day),
        }  # fmt: skip

    def _leave_to_those_who_decide(self) -> None:
        """Whoever works elsewhere sees that there is a protection, and changes nothing of it (law 5)."""
        if may_decide(self.person, self.viewer):
            return
        said = _("Bestäms hos %(controller)s. Ring dem om det ska ändras.")
        for name in PROTECTED:
            self.fields[name].disabled = True
            self.fields[name].help_text = said % {"controller": self.person.controller.name}

    def _refuse_what_others_decide(self) -> None:
        """A browser sends nothing of what cannot be changed; whoever else does is told that it is not."""
        for name in PROTECTED:
            field = self.fields[name]
            if field.disabled and name in self.data:
                told = field.widget.value_from_datadict(self.data, self.files, name)
                if _as_set(told) != _as_set(self.get_initial_for_field(field, name)):
                    self.add_error(name, field.help_text)

    def prepare(self) -> None:
        """Whom a protection could let in: those of the units that are in the case today; what is sealed."""
        needs(self.fields["team"], ONLY_PROTECTED)
        if self.person.alias:
            had, listed = self.person.alias, self.fields["alias"].choices[1:]  # type: ignore[attr-defined]
            self.fields["alias"].choices = [("", _("Behåll det som är")), (had, had), *listed]  # type: ignore[attr-defined]
        if self.person.protection == Protection.WITHHELD:
            self.fields["protection"].choices = Protection.choices  # type: ignore[attr-defined]
        withheld = self.person.protection == Protection.WITHHELD
        sealed = _("Förseglat. Lämna tomt om det inte ska ändras.")
        unnamed = _("Lämna tomt: personen är inskriven utan identitet.")
        for name in SEALED if self.person.protection else ():
            self.fields[name].help_text = unnamed if withheld else sealed
        chosen = [int(one.split(":")[1]) for one in self.current["team"]]
        units = could_be_named(self.viewer, self.case, chosen)
        self.fields["team"].choices = choices.posts(self.viewer, units, chosen)  # type: ignore[attr-defined]
        if not self.person.protection:
            self.fields["team"].help_text = _(
                "Du själv är alltid med. De du väljer ser alla ärenden som personen har hos er, också andra "
                "enheters, och ingen annan gör det längre."
            )
        else:
            self.fields["team"].help_text = _(
                "De som är ikryssade ser personen i det här deltagandet, och du själv. Den du kryssar av "
                "ser inte längre personen, i samma stund som du sparar."
            )
        self._leave_to_those_who_decide()

    def named_team(self) -> list[tuple[int, int]]:
        """The posts chosen, and always the viewer's own in the units that are in the case today (law 5)."""
        return named_team(
            self.viewer, self.cleaned_data.get("team", ()), units_in(self.case, self.viewer.day)
        )

    def layout(self) -> list[Group]:
        """Who, language and support, protection; the question about the number only when asked."""
        who, *rest = PERSON_GROUPS
        asked = ["sure"] if self.data.get("sure") else self.asked
        return [(who[0], [*NAMES, *asked]), *rest, ("", ["because"])]

    def clean(self) -> dict[str, Any]:
        """Read the number, and ask about what disagrees with it."""
        cleaned = super().clean()
        self.identity = self.read_identity(cleaned)
        self._refuse_what_others_decide()
        self.check_birth(cleaned)
        person, names = self.person, (cleaned.get("given_name", ""), cleaned.get("family_name", ""))
        self.check_protected(cleaned, person.alias, *names, person.given_name, person.family_name)
        born = born_of(self.facts(self.identity))
        for name, sentence in faults_of_birth(self.case.starts_on, born).items():
            self.add_error(name, sentence)
        self._refuse_anothers_number()
        self.ask_about_number(cleaned, self.identity)
        return cleaned

    def facts(self, identity: Identity | None, register_key: str = "") -> PersonFacts:
        """What was filled in; of somebody protected, what is sealed and left empty is as it was."""
        told, person = super().facts(identity, register_key), self.person
        if not person.protection:
            return told
        kept = {name: getattr(person, name) for name in KEPT if not getattr(told, name)}
        if identity is None:
            kept |= {name: getattr(person, name) for name in NUMBER}
        if told.protection == person.shown_protection:
            kept["protection"] = person.protection
        if not (told.birth_date or self.cleaned_data.get("birth_year")):
            kept |= {"birth_date": person.birth_date, "birth_year": person.birth_year}
        return replace(told, **kept)

    def _refuse_anothers_number(self) -> None:
        """A number that a record the viewer sees has already; of others nothing is said."""
        if self.identity is None or self.identity.number == self.person.identity_number:
            return
        alike = known_like(self.viewer, self.facts(self.identity))
        others = [other for other, why in alike if why.rank == 0 and other.pk != self.person.pk]
        if others:
            sentence = _("Numret står redan på %(name)s. Är det samma människa: länka i stället.")
            self.add_error("number", sentence % {"name": others[0].name})

    def _new_team(self) -> str:
        """Let the team that is chosen take the place of the one that was; nothing where it is the same."""
        team, there = self.named_team(), set(self.current["team"])
        if there in (set(self.cleaned_data.get("team", ())), {f"{u}:{p}" for u, p in team}):
            return ""
        return _team_words(change_team(self.case.circle, team, by=self.viewer))

    def save(self) -> str:
        """Correct what differs, let a protection begin or end, and another team take the place of one."""
        stays = bool(self.person.protection and self.cleaned_data.get("protection"))
        told, team = self._corrected(), self._new_team() if stays else ""
        if team and told == _("Inget var ändrat."):
            return team
        return f"{told} {team}".strip()

    def _corrected(self) -> str:
        facts = self.facts(self.identity, self.person.register_key)
        if not (facts.register_key or facts.identity_number):
            facts = replace(facts, register_key=self.case.case_number)
        had_protection = self.person.protection
        changed = correct_person(
            self.person, self.with_alias(facts, self.person.alias), by=self.viewer,
            because=self.cleaned_data["because"], team=self.named_team(),
        )  # fmt: skip
        number = Participation.objects.values_list("case_number", flat=True).get(pk=self.case.pk)
        if to_withhold(Person.objects.get(pk=self.person.pk)):
            return _(
                "Personuppgifterna är rättade. Enligt er rutin ska namn och nummer inte finnas i Stafett för "
                "den som har skydd: den som svarar för uppgifterna tar bort dem med ”Ta bort identiteten” på "
                "deltagandets sida."
            )
        if number != self.case.case_number:
            said = _(
                "Skyddet är slut. Ett annat deltagande i insatsen har samma ärendenummer, så det här heter "
                "nu %(number)s."
            )
            return said % {"number": number}
        if facts.protection and not had_protection:
            return _(
                "Personuppgifterna är rättade. Bara de namngivna ser nu ärendet: inte heller andra "
                "myndigheter ser det de själva har där. Den som svarar för uppgifter hos dem får veta "
                "hur många, inte om vem. Namnge någon hos dem om de ska arbeta vidare."
            )
        return _("Personuppgifterna är rättade.") if changed else _("Inget var ändrat.")


def _team_words(left: Sequence[str]) -> str:
    if not left:
        return _("Teamet är ändrat.")
    told = _("Teamet är ändrat. De här ser inte längre personen, från och med nu: %(names)s.")
    return told % {"names": ", ".join(left)}


def _team_now(circle: Any, day: date) -> list[str]:
    named = Member.objects.filter(still_on(day), circle=circle, position__isnull=False)
    return [f"{unit}:{post}" for unit, post in named.values_list("unit_id", "position_id")]


__all__ = ["FACTS", "AboutPerson", "CorrectPersonForm", "PersonFields", "named_team"]
