"""The forms of a person's own data: noting a request, taking longer, deciding, handing over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from stafett.casework.own_data_paper import pairs_of
from stafett.database.own_data import About
from stafett.frame.inputs import DayInput
from stafett.parties.models import Authority
from stafett.safeguards.models import AskedHow, ExcludedBecause, OwnDataRequest
from stafett.safeguards.own_data_rules import Excluded
from stafett.safeguards.queries.log import is_guardian
from stafett.safeguards.queries.own_data import Section, Thing
from stafett.safeguards.rules import Refused
from stafett.safeguards.telling import is_sealed

LINES = forms.Textarea(attrs={"rows": 3})


class Step(forms.Form):
    """A form of one step: what it is called, and its button; faults of a refusal stand at their fields."""

    heading: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""
    button: ClassVar[Any] = ""

    def refused(self, refusal: Refused) -> None:
        """Write a refusal on the form."""
        for name, sentence in refusal.faults.items():
            self.add_error(name if name in self.fields else None, sentence)


class NoteForm(Step):
    """Somebody has asked: who, how, when, of which authority, and how one knows who it is."""

    heading = gettext_lazy("Någon begär sina egna uppgifter")
    lead = gettext_lazy(
        "Anteckna begäran den dag den kom in. Svaret ska lämnas inom en månad från den dagen."
    )
    button = gettext_lazy("Anteckna begäran")

    authority: forms.ModelChoiceField[Authority] = forms.ModelChoiceField(
        label=gettext_lazy("Vilken myndighet frågar personen?"), queryset=None, empty_label=None,
        help_text=gettext_lazy("Svaret gäller den myndighetens egna uppgifter, och inga andras."),
    )  # fmt: skip
    asked_by = forms.CharField(
        label=gettext_lazy("Vem frågade?"), max_length=160,
        help_text=gettext_lazy("Till exempel: personen själv, eller hens gode man."),
    )  # fmt: skip
    asked_how = forms.ChoiceField(
        label=gettext_lazy("Hur?"), choices=AskedHow, widget=forms.RadioSelect
    )
    asked_on = forms.DateField(label=gettext_lazy("Vilken dag kom det in?"), widget=DayInput)
    identity_checked = forms.CharField(
        label=gettext_lazy("Hur vet ni vem det är?"), max_length=200,
        help_text=gettext_lazy("Till exempel: legitimation visad. Skriv inget nummer här."),
    )  # fmt: skip

    def __init__(self, data: Any, *, authorities: Sequence[Authority], today: Any) -> None:
        """Asked today, of the viewer's only authority, until something else is said."""
        first = authorities[0].pk if len(authorities) == 1 else None
        super().__init__(data, initial={"asked_on": today, "authority": first})
        told: Any = self.fields["authority"]
        told.queryset = Authority.objects.filter(pk__in=[one.pk for one in authorities])


class LongerForm(Step):
    """It takes longer, and why."""

    heading = gettext_lazy("Förläng tiden")
    lead = gettext_lazy(
        "Tiden kan förlängas en gång, med två månader. Personen ska få veta det och varför inom den "
        "första månaden."
    )
    button = gettext_lazy("Förläng med två månader")
    because = forms.CharField(
        label=gettext_lazy("Varför tar det längre tid?"), max_length=300, widget=LINES
    )


class HandForm(Step):
    """It has been handed over: when and how."""

    heading = gettext_lazy("Anteckna att svaret är lämnat")
    button = gettext_lazy("Svaret är lämnat")
    on = forms.DateField(label=gettext_lazy("Vilken dag?"), widget=DayInput)
    how = forms.CharField(
        label=gettext_lazy("Hur?"), max_length=160,
        help_text=gettext_lazy("Till exempel: i handen mot legitimation, rekommenderat brev."),
    )  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One heading on the page of the decision: what is compiled under it, and the fields to leave it out."""

    section: Section
    whole: BoundField
    items: BoundField
    reasons: list[BoundField]
    protected: bool

    @property
    def sealed(self) -> bool:
        """True where all of it says who somebody protected is."""
        return self.protected and self.section.about == About.IDENTITY

    @property
    def is_open(self) -> bool:
        """True when something of it is left out or wrong."""
        fields = (self.whole, self.items, *self.reasons)
        return any(one.errors for one in fields) or bool(self.whole.value() or self.items.value())

    @property
    def kinds(self) -> list[tuple[str, list[tuple[int, list[tuple[str, str]], int]]]]:
        """The things by what they are called: the number of each, what it says now, and how many earlier
        versions there are."""
        return [
            (
                word,
                [
                    (n, self._now(one), sum(bool(v.until) for v in one.versions))
                    for n, one in things
                ],
            )
            for word, things in _by_word(self.section).items()
        ]

    def _now(self, thing: Thing) -> list[tuple[str, str]]:
        """What stands now, each column in words; what says who somebody protected is stands in the files."""
        now = ([one for one in thing.versions if not one.until] or thing.versions[-1:])[0]
        pairs = zip(now.words, pairs_of(thing, now), strict=True)
        return [
            (label, _("förseglat") if self.protected and _leads_there(thing, name) else said)
            for name, (label, said) in pairs
        ]


def _leads_there(thing: Thing, name: str) -> bool:
    """True of what leads to somebody protected: a reader's name too, where it is who represents them."""
    if thing.model is not None:
        return is_sealed(thing.model, name)
    with override("sv"):
        return name == "name" and is_guardian(thing.versions[0].words.get("role", ""))


class DecideForm(Step):
    """All of it is handed out but what is ticked, heading by heading, with reason and ground."""

    heading = gettext_lazy("Besluta vad som lämnas ut")
    lead = gettext_lazy(
        "Allt lämnas ut som du inte kryssar för. Beslutet ändras aldrig efteråt: blir det fel tas en "
        "ny begäran."
    )
    button = gettext_lazy("Besluta")

    digest = forms.CharField(widget=forms.HiddenInput)
    appeal = forms.CharField(
        label=gettext_lazy("Så överklagar personen"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Myndighetens egna ord: vart man vänder sig, hur och inom vilken tid. Nästa beslut börjar med "
            "samma ord."
        ),
    )  # fmt: skip

    def __init__(
        self, data: Any, *, asked: OwnDataRequest, sections: Sequence[Section], appeal: str,
        sealed: bool,
    ) -> None:  # fmt: skip
        """With the fields of each heading; what is sealed is told by name alone."""
        super().__init__(data, initial={"digest": asked.compiled_digest, "appeal": appeal})
        self.sections, self.sealed = sections, sealed
        for one in sections:
            self.fields.update(_fields(one))

    def shown(self) -> Iterator[Shown]:
        """Each heading with its fields."""
        for one in self.sections:
            name = str(one.about)
            reasons = [self[f"{name}_{field}"] for field in REASONS]
            yield Shown(one, self[f"{name}_whole"], self[f"{name}_items"], reasons, self.sealed)

    @property
    def excluded(self) -> list[Excluded]:
        """What was ticked, with the reasons of its heading."""
        return [made for one in self.sections for made in self._excluded(one)]

    def _excluded(self, section: Section) -> Iterator[Excluded]:
        about = section.about
        said = {name: self.cleaned_data.get(f"{about}_{name}", "") for name in REASONS}
        told = {name: value.strip() for name, value in said.items()}
        if self.cleaned_data.get(f"{about}_whole"):
            yield Excluded(about, **told)
            return
        chosen = self.cleaned_data.get(f"{about}_items", ())
        whole = {
            thing.key
            for word, things in _by_word(section).items()
            for _number, thing in things
            if f"{ALL_OF}{word}" in chosen
        }
        alone = [one for one in chosen if not one.startswith(ALL_OF)]
        for choice in [
            *sorted(whole),
            *(one for one in alone if one.partition("#")[0] not in whole),
        ]:
            item, _colon, column = choice.partition("#")
            yield Excluded(about, item=item, column=column, **told)


ALL_OF = "all:"
"""Before what things are called: every one of them under the heading."""
REASONS = ("why", "ground", "because", "unsaid_because")


def _fields(one: Section) -> dict[str, forms.Field]:
    return {
        f"{one.about}_whole": forms.BooleanField(
            label=_("Uteslut allt under den här rubriken"), required=False
        ),
        f"{one.about}_items": forms.MultipleChoiceField(
            label=_("Eller bara det här"), required=False, choices=list(_choices(one)),
            widget=forms.CheckboxSelectMultiple,
        ),
        f"{one.about}_why": forms.ChoiceField(
            label=_("Därför att"), choices=ExcludedBecause, required=False,
            initial=ExcludedBecause.SECRECY,
        ),
        f"{one.about}_ground": forms.CharField(
            label=_("Stöd, med egna ord"), max_length=200, required=False,
            help_text=_("Till exempel vilken bestämmelse ni stöder er på. Stafett känner inte till den åt er."),
        ),
        f"{one.about}_because": forms.CharField(
            label=_("Skäl, som personen får läsa"), max_length=300, required=False, widget=LINES
        ),
        f"{one.about}_unsaid_because": forms.CharField(
            label=_("Om personen inte ens får veta att något uteslutits: varför"), max_length=300,
            required=False, help_text=_("Lämna tomt när svaret ska säga att något är uteslutet."),
        ),
    }  # fmt: skip


def _choices(one: Section) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The things by what they are called, each lot with one for all of it before them."""
    for word, things in _by_word(one).items():
        whole = _("Alla av det här slaget: %(word)s (%(number)s)")
        lines = [(f"{ALL_OF}{word}", whole % {"word": word, "number": len(things)})]
        for number, thing in things:
            lines.append((thing.key, f"{number}. {word}"))
            lines += [
                (f"{thing.key}#{name}", f"{number}. {word}: {thing.label(name)}")
                for name in thing.texts
            ]
        yield word, lines


def _by_word(one: Section) -> dict[str, list[tuple[int, Thing]]]:
    found: dict[str, list[tuple[int, Thing]]] = {}
    for number, thing in enumerate(one.things, 1):
        found.setdefault(str(thing.word), []).append((number, thing))
    return found


__all__ = ["DecideForm", "HandForm", "LongerForm", "NoteForm", "Step"]
