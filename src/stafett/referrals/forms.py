"""The forms of the way in: somebody is referred, and each step until the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from stafett.casework.access import may_move
from stafett.casework.forms.choices import branch_groups
from stafett.casework.forms.moving import takers
from stafett.frame.inputs import DayInput
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.models import Position, Unit
from stafett.people.actions import PersonFacts
from stafett.people.models import IdentityKind, Sex
from stafett.people.rules import Identity, NotANumber, read_number
from stafett.referrals import actions
from stafett.referrals.access import branches_to_refer_to, referring_units
from stafett.referrals.eligibility import suggestion
from stafett.referrals.models import Because, Came, Referral, SentReferral
from stafett.referrals.refusals import SENTENCES
from stafett.referrals.rules import Verdict
from stafett.safeguards.models import Manner
from stafett.safeguards.viewer import Viewer

WORDS = forms.Textarea(attrs={"rows": 4})


class WhomFields(forms.Form):
    """Who it is, as far as the one who refers knows and needs to tell."""

    given_name = forms.CharField(label=gettext_lazy("Förnamn"), max_length=80, required=False)
    family_name = forms.CharField(label=gettext_lazy("Efternamn"), max_length=80, required=False)
    number = forms.CharField(
        label=gettext_lazy("Personnummer eller samordningsnummer"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Till exempel 19900101-NNNN. Lämna tomt om det saknas."),
    )  # fmt: skip
    birth_date = forms.DateField(
        label=gettext_lazy("Födelsedag"), required=False, widget=DayInput,
        help_text=gettext_lazy("Lämna tomt när den står i numret."),
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=gettext_lazy("Kön"), choices=[("", gettext_lazy("Välj kön")), *Sex.choices]
    )
    language = forms.CharField(label=gettext_lazy("Språk"), max_length=40, required=False)
    needs_interpreter = forms.BooleanField(label=gettext_lazy("Behöver tolk"), required=False)
    contact = forms.CharField(
        label=gettext_lazy("Hur personen nås"), max_length=200, required=False,
        help_text=gettext_lazy("Det som personen vill lämna, till exempel ett telefonnummer."),
    )  # fmt: skip


WHOM = tuple(WhomFields.base_fields)
WHY = ("reason", "asked_for", "parties_needed", "own_days")
PERSONS = ("came", "own_words", "consent_manner", "consent_on")


class ReferForm(WhomFields, CarefulForm):
    """Refer somebody, with their yes to it."""

    sentences = SENTENCES
    sends = gettext_lazy("Skicka")
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Vilken enhet aktualiserar?"), empty_label=None,
    )  # fmt: skip
    branch = forms.ChoiceField(label=gettext_lazy("Till vilken insats och gren?"))
    came = forms.ChoiceField(
        label=gettext_lazy("Hur kommer det sig, säger personen?"), choices=Came.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    consent_manner = forms.ChoiceField(
        label=gettext_lazy("Hur sa personen ja till att ni lämnar det här?"), required=False,
        choices=[("", gettext_lazy("Personen har inte sagt ja än")), *Manner.choices],
        help_text=gettext_lazy(
            "Ja till just den här aktualiseringen: till vem, vad som står här, och att ni får veta svaret. "
            "Utan det kan den inte skickas."
        ),
    )  # fmt: skip
    consent_on = forms.DateField(label=gettext_lazy("Vilken dag?"), required=False, widget=DayInput)

    class Meta:
        model = Referral
        fields = ["reason", "asked_for", "own_words", "parties_needed", "own_days"]
        labels = {
            "reason": gettext_lazy("Varför aktualiseras personen?"),
            "asked_for": gettext_lazy("Vad efterfrågas?"),
            "own_words": gettext_lazy("Med personens egna ord"),
            "parties_needed": gettext_lazy("Hur många av parterna behöver personen stöd av?"),
            "own_days": gettext_lazy("Hur många dagar har personen varit hos er?"),
        }
        widgets = {"reason": WORDS, "asked_for": WORDS, "own_words": WORDS}
        help_texts = {
            "reason": gettext_lazy("Bara det som mottagaren behöver veta och personen vet att du skriver."),
            "parties_needed": gettext_lazy("Ett antal. Skriv inte vilka."),
            "own_days": gettext_lazy("Räknat till i dag. Lämna tomt om du inte vet."),
        }  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **named: Any) -> None:
        """For one of the viewer's units, to the branches that it may refer to."""
        self.viewer = viewer
        super().__init__(*args, **named)
        self.initial |= {"key": uuid7(), "consent_on": viewer.day}

    def more_fields(self) -> dict[str, forms.Field]:
        """The units and the branches that can be chosen."""
        unit: Any = self.fields["unit"]
        unit.queryset = referring_units(self.viewer)
        self.branches = {str(one.pk): one for one in branches_to_refer_to(self.viewer)}
        branch: Any = self.fields["branch"]
        branch.choices = branch_groups(self.branches.values())
        return {}

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """From whom and to whom; who; why; what the person says."""
        yield "", [self[name] for name in ("unit", "branch")]
        yield _("Vem"), [self[name] for name in WHOM]
        yield _("Varför"), [self[name] for name in WHY]
        yield _("Personen själv"), [self[name] for name in PERSONS]

    def clean(self) -> dict[str, Any]:
        """A name or a number; and a number that is one."""
        told = super().clean()
        self.identity = self._identity(told)
        if not any(told.get(name) for name in ("given_name", "family_name", "number")):
            self.add_error("family_name", _("Skriv ett namn eller ett nummer."))
        if told.get("birth_date") and told["birth_date"] > self.viewer.day:
            self.add_error("birth_date", _("Dagen har inte varit än. Kontrollera året."))
        return told

    def _identity(self, told: Mapping[str, Any]) -> Identity | None:
        if not told.get("number"):
            return None
        try:
            return read_number(told["number"], today=self.viewer.day)
        except NotANumber as fault:
            self.add_error("number", fault.official)
            return None

    def new_referral(self) -> actions.NewReferral:
        """What was written, as the action takes it."""
        told = self.cleaned_data
        branch = self.branches[told["branch"]]
        plain = ("reason", "asked_for", "came", "own_words", "contact", "parties_needed", "own_days",
                 "consent_manner", "consent_on")  # fmt: skip
        return actions.NewReferral(
            branch, facts_of(told, self.identity, branch.controller_id), unit_id=told["unit"].pk,
            key=told.get("key") or uuid7(), **{name: told[name] for name in plain},
        )  # fmt: skip

    def act(self, by: Any) -> SentReferral:
        """Refer."""
        return actions.refer(self.new_referral(), by=by)


def facts_of(told: Mapping[str, Any], identity: Identity | None, controller: int) -> PersonFacts:
    """What was written of the person, as the action takes it."""
    born = told.get("birth_date") or (identity.birth_date if identity else None)
    return PersonFacts(
        controller, identity.kind if identity else IdentityKind.NONE.value,
        identity_number=identity.number if identity else "",
        identity_issuer=identity.issuer if identity else "",
        given_name=told["given_name"], family_name=told["family_name"], sex=told["sex"],
        birth_date=born,
        birth_year=born.year if born else (identity.birth_year if identity else None),
        language=told.get("language", ""), needs_interpreter=bool(told.get("needs_interpreter")),
    )  # fmt: skip


class StepForm(CarefulForm):
    """A step with one referral: most only say yes to doing it."""

    sentences = SENTENCES
    watched: tuple[str, ...] = ("state",)

    class Meta:
        model = Referral
        fields: list[str] = []


class QueueForm(StepForm):
    """It waits for a place."""

    heading = gettext_lazy("Ställ i kö")
    lead = gettext_lazy("Den som aktualiserade ser att personen står i kö, och hur länge.")
    saved = gettext_lazy("Personen står i kö.")

    def act(self, by: Any) -> Referral:
        """Put it there."""
        return actions.put_in_queue(self.instance, by=by)


class ContactForm(StepForm):
    """How the person is reached, corrected."""

    heading = gettext_lazy("Rätta hur personen nås")
    lead = gettext_lazy(
        "Hur det stod förut finns kvar i historiken, med vem som ändrade och varför."
    )
    saved = gettext_lazy("Rättat.")
    because = forms.CharField(
        label=gettext_lazy("Varför ändras det?"), max_length=200,
        help_text=gettext_lazy("Skälet sparas tillsammans med hur det stod förut."),
    )  # fmt: skip

    watched = ()

    class Meta(StepForm.Meta):
        fields = ["contact"]
        labels = {"contact": gettext_lazy("Hur personen nås")}

    def act(self, by: Any) -> Referral:
        """Correct it."""
        told = self.cleaned_data
        return actions.correct_contact(
            self.instance, told["contact"], by=by, because=told["because"]
        )


class InviteForm(StepForm):
    """An offer, to an information meeting or another way."""

    heading = gettext_lazy("Bjud in")
    lead = gettext_lazy(
        "Till ett informationsmöte, eller något annat som personen kan säga ja eller nej till."
    )
    saved = gettext_lazy("Inbjudan är antecknad.")
    what = forms.CharField(
        label=gettext_lazy("Till vad?"), max_length=200, initial=gettext_lazy("Informationsmöte")
    )
    meets_on = forms.DateField(label=gettext_lazy("Vilken dag?"), widget=DayInput)

    def act(self, by: Any) -> Any:
        """Invite."""
        told = self.cleaned_data
        return actions.invite(self.instance, told["what"], told["meets_on"], by=by)


class AnswerForm(StepForm):
    """What the person answered."""

    heading = gettext_lazy("Svar på inbjudan")
    lead = gettext_lazy(
        "Ett nej stänger ingenting: bjud in på nytt till något annat, eller avsluta med skälet."
    )
    saved = gettext_lazy("Svaret är antecknat.")
    answer = forms.ChoiceField(
        label=gettext_lazy("Vad svarade personen?"), widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nej"))],
    )  # fmt: skip
    said = forms.CharField(label=gettext_lazy("Med personens ord"), max_length=400, required=False)

    def act(self, by: Any) -> Referral:
        """Note it."""
        told = self.cleaned_data
        return actions.note_answer(self.instance, told["answer"] == "yes", told["said"], by=by)


WORDS_TO_REFERRER = forms.CharField(
    label=gettext_lazy("Skälet, i ord"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
    help_text=gettext_lazy("Den som aktualiserade läser det. Skriv inget som bara ni ska veta."),
)  # fmt: skip


class AcceptForm(StepForm):
    """The person begins today."""

    heading = gettext_lazy("Anta")
    lead = gettext_lazy(
        "Deltagandet börjar i dag och hålls ihop av grenens enhet. Den som aktualiserade ser att personen är "
        "antagen, inget mer."
    )
    saved = gettext_lazy("Personen är antagen. Deltagandet började i dag.")
    post = forms.ChoiceField(
        label=gettext_lazy("Vem får ärendet?"), required=False,
        help_text=gettext_lazy("Kan väljas senare, men då pekas det ut att ingen har det."),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Hälsning till den som aktualiserade"), max_length=400, required=False
    )
    exception = forms.CharField(
        label=gettext_lazy("Varför görs ett undantag från reglerna?"), max_length=400,
        required=False, help_text=gettext_lazy("Undantag räknas och visas för den som leder insatsen."),
    )  # fmt: skip

    def more_fields(self) -> dict[str, forms.Field]:
        """Who gets the case, asked of those who may say it; the exception only where a rule says no."""
        unit = self.instance.branch.holder
        if self.viewer is None or not may_move(self.viewer, unit.pk):
            del self.fields["post"]
        else:
            self._offer(unit, self.viewer)
        if self.viewer is None or suggestion(self.instance, self.viewer.day).verdict != Verdict.NO:
            del self.fields["exception"]
        return {}

    def _offer(self, unit: Unit, viewer: Viewer) -> None:
        """Those who can have it there, the viewer chosen beforehand where they can."""
        found = takers(unit, viewer)
        self.fields["post"].choices = [("", _("Ingen än")), *found]  # type: ignore[attr-defined]
        mine = [key for key, _words in found if int(key) in viewer.positions]
        self.initial.setdefault("post", mine[0] if mine else "")

    def __init__(self, *args: Any, viewer: Viewer | None = None, **named: Any) -> None:
        """With the viewer on whose day the rules are asked."""
        self.viewer = viewer
        super().__init__(*args, **named)

    def own_arguments(self) -> dict[str, Any]:
        """The viewer."""
        return {"viewer": self.viewer}

    def act(self, by: Any) -> Any:
        """Take them in."""
        told = self.cleaned_data
        posts = Position.objects.select_related("unit")
        decision = actions.Decision(
            told["words"], exception=told.get("exception", ""),
            post=posts.filter(pk=told.get("post") or 0).first(),
        )  # fmt: skip
        return actions.accept(self.instance, decision, by=by)


class DeclineForm(StepForm):
    """Not taken in, and why."""

    heading = gettext_lazy("Anta inte")
    lead = gettext_lazy(
        "Alla som aktualiseras får ett beslut, med skäl. Öppna inbjudningar avslutas."
    )
    saved = gettext_lazy("Beslutet är antecknat. Den som aktualiserade ser det.")
    because = forms.ChoiceField(
        label=gettext_lazy("Varför?"), choices=Because.choices, widget=forms.RadioSelect
    )
    words = WORDS_TO_REFERRER

    def act(self, by: Any) -> Referral:
        """Decline."""
        told = self.cleaned_data
        decision = actions.Decision(told["words"], told["because"])
        return actions.close(self.instance, "decline", decision, by=by)


class StepBackForm(StepForm):
    """The person does not want to go on."""

    heading = gettext_lazy("Personen avstår")
    lead = gettext_lazy("När personen själv inte vill gå vidare. Öppna inbjudningar avslutas.")
    saved = gettext_lazy("Antecknat. Den som aktualiserade ser det.")
    words = WORDS_TO_REFERRER

    def act(self, by: Any) -> Referral:
        """Close it."""
        decision = actions.Decision(self.cleaned_data["words"])
        return actions.close(self.instance, "step_back", decision, by=by)


class SendOnForm(StepForm):
    """To another branch, with the person's yes."""

    heading = gettext_lazy("Skicka vidare")
    lead = gettext_lazy(
        "När en annan insats passar bättre och personen vill dit. Er enhet aktualiserar dit och håller ihop "
        "den väntan. Namnet, hur personen nås, personens egna ord och skälet följer med; inget annat."
    )
    saved = gettext_lazy("Personen är skickad vidare. Ni ser den nya bland det ni har skickat.")
    branch = forms.ChoiceField(label=gettext_lazy("Till vilken insats och gren?"))
    consent_manner = forms.ChoiceField(
        label=gettext_lazy("Hur sa personen ja till det?"), choices=Manner.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Varför?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Både den som aktualiserade och den som tar emot läser det."),
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **named: Any) -> None:
        """With the viewer, in whose unit's name it is sent."""
        self.viewer = viewer
        super().__init__(*args, **named)

    def more_fields(self) -> dict[str, forms.Field]:
        """The branches that it can be sent on to."""
        found = branches_to_refer_to(self.viewer).exclude(pk=self.instance.branch_id)
        self.branches = {str(one.pk): one for one in found}
        branch: Any = self.fields["branch"]
        branch.choices = branch_groups(self.branches.values())
        return {}

    def own_arguments(self) -> dict[str, Any]:
        """The viewer."""
        return {"viewer": self.viewer}

    def act(self, by: Any) -> SentReferral:
        """Send it on."""
        told, mine = self.cleaned_data, list(referring_units(by))
        unit = next((u for u in mine if u.pk == self.instance.intake_unit_id), mine[0])
        on = actions.SentOn(
            self.branches[told["branch"]], told["consent_manner"], told["words"], unit.pk
        )
        return actions.send_on(self.instance, on, by=by)


class TakeOverForm(StepForm):
    """Those who take in hold it while it waits."""

    heading = gettext_lazy("Håll ihop väntan")
    lead = gettext_lazy(
        "Från i dag håller er enhet ihop personens väntan i stället för den som aktualiserade. Det flyttar "
        "inget ansvar för beslut hos någon myndighet."
    )
    saved = gettext_lazy("Er enhet håller ihop väntan från i dag.")

    def act(self, by: Any) -> Referral:
        """Take it over."""
        return actions.take_over(self.instance, by=by)


class SentForm(CarefulForm):
    """A step that the referrer takes with what they sent."""

    sentences = SENTENCES
    watched = ("state",)

    class Meta:
        model = SentReferral
        fields: list[str] = []


class WithdrawForm(SentForm):
    """The person does not want it any more."""

    heading = gettext_lazy("Ta tillbaka aktualiseringen")
    lead = gettext_lazy(
        "När personen inte längre vill. Mottagaren läser skälet, och inget mer händer med den."
    )
    saved = gettext_lazy("Aktualiseringen är tillbakatagen.")
    words = forms.CharField(label=gettext_lazy("Varför?"), max_length=400)

    def act(self, by: Any) -> Referral:
        """Take it back."""
        return actions.withdraw(self.instance, self.cleaned_data["words"], by=by)


class HandOverForm(SentForm):
    """Those who take in are asked to hold it while it waits."""

    heading = gettext_lazy("Be intaget hålla ihop")
    lead = gettext_lazy("Ni håller ihop personens väntan tills intaget har svarat att de gör det.")
    saved = gettext_lazy("Intaget är tillfrågat. Ni håller ihop tills de har tagit över.")

    def act(self, by: Any) -> SentReferral:
        """Ask."""
        return actions.ask_to_hold(self.instance, by=by)


FORMS: dict[str, type[StepForm]] = {
    "queue": QueueForm, "invite": InviteForm, "answer": AnswerForm, "accept": AcceptForm,
    "decline": DeclineForm, "step_back": StepBackForm, "take_over": TakeOverForm,
    "send_on": SendOnForm, "contact": ContactForm,
}  # fmt: skip
"""Each step's form, by the last word of its address's name."""
ASKS_WHO = ("accept", "send_on")
"""The forms that need to know who fills them in."""
SENT_FORMS: dict[str, type[SentForm]] = {"withdraw": WithdrawForm, "hand_over": HandOverForm}
