"""The forms of each step with a referral, from its first day until the decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.access import may_move
from stafett.casework.forms.acting import WHY
from stafett.casework.forms.choices import branch_groups
from stafett.casework.forms.moving import takers
from stafett.casework.forms.stale import digest
from stafett.frame.inputs import DayToCome, clock_field
from stafett.initiatives.intakes import intake_of
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.models import Position, Unit
from stafett.referrals import actions
from stafett.referrals.access import branches_to_refer_to, referring_units
from stafett.referrals.actions.deciding import NO_EXCEPTION
from stafett.referrals.asking import AsksOfKnown
from stafett.referrals.eligibility import Said, suggestion
from stafett.referrals.forms_naming import NameForm
from stafett.referrals.forms_seeking import IntakeSoughtForm, SenderSoughtForm
from stafett.referrals.forms_undoing import PutBackForm, TakeUpForm
from stafett.referrals.models import Answer, Because, Offer, Origin, Referral, SentReferral
from stafett.referrals.refusals import SENTENCES
from stafett.referrals.rules import State
from stafett.safeguards.models import Manner
from stafett.safeguards.viewer import Viewer


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

    @property
    def lead(self) -> str:
        """Who sees it, and what becomes of an invitation that waits."""
        said = _("Den som aktualiserade ser att personen står i kö, och hur länge.")
        called_off = _("En inbjudan som väntar på svar ställs in: säg det till personen.")
        waits = Offer.objects.filter(referral=self.instance, answer=Answer.WAITING).exists()
        return f"{said} {called_off}" if waits else said

    saved = gettext_lazy("%(who)s står i kö.")

    def act(self, by: Any) -> Referral:
        """Put it there."""
        return actions.put_in_queue(self.instance, by=by)


class ContactForm(StepForm):
    """How the person is reached, corrected."""

    heading = gettext_lazy("Rätta hur personen nås")
    lead = gettext_lazy(
        "Hur det stod förut finns kvar i historiken, med vem som ändrade och varför."
    )
    saved = gettext_lazy("Hur %(who)s nås är rättat.")
    because = WHY

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


def _waiting(one: Referral) -> Offer | None:
    """The invitation that the person has not answered."""
    return Offer.objects.filter(referral=one, answer=Answer.WAITING).order_by("pk").first()


def _invited_to(offer: Offer) -> dict[str, Any]:
    return {name: getattr(offer, name) for name in ("what", "meets_on", "at", "place")}


class InviteForm(StepForm):
    """An offer, to an information meeting or another way."""

    what = forms.CharField(
        label=gettext_lazy("Till vad?"), max_length=200, initial=gettext_lazy("Informationsmöte"),
        help_text=gettext_lazy("Något som personen kan säga ja eller nej till."),
    )  # fmt: skip
    meets_on = forms.DateField(label=gettext_lazy("Vilken dag?"), widget=DayToCome)
    at = clock_field()
    place = forms.CharField(label=gettext_lazy("Plats"), max_length=160, required=False)

    def more_fields(self) -> dict[str, forms.Field]:
        """What the invitation that waits says, where there is one to change."""
        self.waits = _waiting(self.instance)
        if self.waits:
            self.initial |= _invited_to(self.waits)
        return {}

    def state_of(self, row: Model) -> str:
        """Differs also when the invitation that waits is another, or says something else, than it did."""
        assert isinstance(row, Referral)
        waits = _waiting(row)
        return digest({"row": super().state_of(row), **(_invited_to(waits) if waits else {})})

    @property
    def heading(self) -> str:
        """What is done."""
        return _("Ändra inbjudan") if self.waits else _("Bjud in")

    sends = heading

    @property
    def saved(self) -> str:
        """What was done."""
        done = (
            _("Inbjudan till %(who)s är ändrad.")
            if self.waits
            else _("Inbjudan till %(who)s är antecknad.")
        )
        return f"{done} {_('Ring eller skriv till personen: Stafett skickar inget.')}"

    @property
    def lead(self) -> str:
        """How the person gets to know, and how they are reached: nothing is sent to them."""
        said = _(
            "Stafett skickar inget till personen. Ring eller skriv, och anteckna inbjudan här."
        )
        contact = self.instance.contact
        reached = _("Personen nås så här: %(contact)s") % {"contact": contact} if contact else _(
            "Det står inte hur personen nås: fråga den som aktualiserade."
        )  # fmt: skip
        return f"{said} {reached}"

    def act(self, by: Any) -> Any:
        """Invite."""
        told = self.cleaned_data
        where = actions.Where(told["at"], told["place"])
        return actions.invite(self.instance, told["what"], told["meets_on"], by=by, where=where)


class AnswerForm(StepForm):
    """What the person answered."""

    heading = gettext_lazy("Svar på inbjudan")
    lead = gettext_lazy(
        "Ett nej stänger ingenting: bjud in på nytt till något annat, eller avsluta med skälet. Ett svar som "
        "blev fel, eller som personen har ändrat, rättas här."
    )
    saved = gettext_lazy("Svaret från %(who)s är antecknat.")
    answer = forms.ChoiceField(
        label=gettext_lazy("Vad svarade personen?"), widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nej"))],
    )  # fmt: skip
    said = forms.CharField(label=gettext_lazy("Med personens ord"), max_length=400, required=False)
    because = forms.CharField(
        label=gettext_lazy("Varför ändras svaret?"), max_length=200,
        help_text=gettext_lazy("Skälet sparas tillsammans med hur det stod förut."),
    )  # fmt: skip

    def more_fields(self) -> dict[str, forms.Field]:
        """Why, of an answer that is noted already; and the other answer beforehand."""
        state = self.instance.state
        if state in (State.YES, State.NO):
            self.initial["answer"] = "no" if state == State.YES else "yes"
        else:
            del self.fields["because"]
        return {}

    def act(self, by: Any) -> Referral:
        """Note it."""
        told = self.cleaned_data
        because = told.get("because", "")
        return actions.note_answer(
            self.instance, told["answer"] == "yes", told["said"], by=by, because=because
        )


WORDS_TO_REFERRER = forms.CharField(
    label=gettext_lazy("Skälet, i ord"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
    help_text=gettext_lazy("Den som aktualiserade läser det. Skriv inget som bara ni ska veta."),
)  # fmt: skip


class AcceptForm(AsksOfKnown, StepForm):
    """The person begins today."""

    heading = gettext_lazy("Anta")
    sends = gettext_lazy("Anta")
    lead = gettext_lazy(
        "Deltagandet börjar i dag och hålls ihop av grenens enhet. Den som aktualiserade ser att personen är "
        "antagen och läser hälsningen, inget mer."
    )
    saved = gettext_lazy("%(who)s är antagen. Deltagandet började i dag.")
    post = forms.ChoiceField(
        label=gettext_lazy("Vem får ärendet?"), required=False,
        help_text=gettext_lazy("Kan väljas senare, men då pekas det ut att ingen har det."),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Hälsning till den som aktualiserade"), max_length=400, required=False
    )
    exception = forms.CharField(
        label=gettext_lazy("Varför görs ett undantag från reglerna?"), max_length=400
    )

    def more_fields(self) -> dict[str, forms.Field]:
        """Who gets the case, asked of those who may say it; the exception only where a rule says no."""
        unit = intake_of(self.instance.branch, self.viewer.day) if self.viewer else None
        if self.viewer and unit and may_move(self.viewer, unit.pk):
            self._offer(unit, self.viewer)
        else:
            del self.fields["post"]
        against = self.viewer and suggestion(self.instance, self.viewer.day).against
        if against:
            self._ask_why(against)
        else:
            del self.fields["exception"]
        return {}

    def _ask_why(self, against: Sequence[Said]) -> None:
        """The exception first, with each rule that says no, in words."""
        said = _("Regeln ”%(rule)s” säger nej. %(why)s")
        rules = [said % {"rule": one.rule.meaning, "why": one.judged.why} for one in against]
        asked = self.fields["exception"]
        asked.help_text = _(
            "%(rules)s Du kan ändå anta, med ett skäl. Undantag räknas och visas för den som leder insatsen."
        ) % {"rules": " ".join(rules)}  # fmt: skip
        self.order_fields(["exception"])

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
        if "exception" in self.fields:
            self.fields["exception"].error_messages["required"] = NO_EXCEPTION

    def own_arguments(self) -> dict[str, Any]:
        """The viewer."""
        return {"viewer": self.viewer}

    def clean(self) -> dict[str, Any]:
        """Ask of whoever may be known already."""
        cleaned = super().clean()
        assert self.viewer is not None, "whoever sends it is known"
        self.ask_of_known(self.viewer, [self.instance], cleaned)
        return cleaned

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
    because = forms.ChoiceField(
        label=gettext_lazy("Varför?"), choices=Because.choices, widget=forms.RadioSelect
    )
    words = WORDS_TO_REFERRER

    @property
    def saved(self) -> str:
        """Who is told of it: of somebody who came by themselves nobody tells them but those who take in."""
        if self.instance.origin == Origin.SELF:
            return _(
                "Beslutet om %(who)s är antecknat. Personen sökte själv och får inget veta härifrån: ring upp, "
                "och anteckna kontakten. Till dess står det i Mellan stolarna."
            )
        return _("Beslutet om %(who)s är antecknat. Den som aktualiserade ser det.")

    def act(self, by: Any) -> Referral:
        """Decline."""
        told = self.cleaned_data
        decision = actions.Decision(told["words"], told["because"])
        return actions.close(self.instance, "decline", decision, by=by)


class StepBackForm(StepForm):
    """The person does not want to go on."""

    heading = gettext_lazy("Personen avstår")
    lead = gettext_lazy("När personen själv inte vill gå vidare. Öppna inbjudningar avslutas.")
    saved = gettext_lazy("Det är antecknat att %(who)s avstår. Den som aktualiserade ser det.")
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
        "den väntan. Namnet, hur personen nås, personens egna ord, skälet och hur länge personen har väntat "
        "följer med; inget annat."
    )
    saved = gettext_lazy("%(who)s är skickad vidare. Ni ser den nya bland det ni har skickat.")
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

    heading = gettext_lazy("Ta över kontakten under väntan")
    lead = gettext_lazy(
        "Från i dag har er enhet kontakten under väntan i stället för den som aktualiserade. Det flyttar "
        "inget ansvar för beslut hos någon myndighet."
    )
    saved = gettext_lazy("Er enhet har kontakten med %(who)s under väntan från i dag.")

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
    """The unit that sent it takes it back."""

    heading = gettext_lazy("Ta tillbaka aktualiseringen")
    lead = gettext_lazy(
        "När ni inte längre vill att den prövas: den blev fel, eller behovet är borta. Mottagaren läser "
        "skälet, och inget mer händer med den. Den räknas som tillbakatagen av er. Säger personen själv nej "
        "till insatsen: ring den som tar emot, som antecknar att personen avstår."
    )
    saved = gettext_lazy("Aktualiseringen av %(who)s är tillbakatagen.")
    words = forms.CharField(label=gettext_lazy("Varför?"), max_length=400)

    def act(self, by: Any) -> Referral:
        """Take it back."""
        return actions.withdraw(self.instance, self.cleaned_data["words"], by=by)


class HandOverForm(SentForm):
    """Those who take in are asked to hold it while it waits."""

    heading = gettext_lazy("Be intaget hålla ihop")
    lead = gettext_lazy("Ni håller ihop personens väntan tills intaget har svarat att de gör det.")
    saved = gettext_lazy(
        "Intaget är tillfrågat. Ni håller ihop väntan för %(who)s tills de har tagit över."
    )

    def act(self, by: Any) -> SentReferral:
        """Ask."""
        return actions.ask_to_hold(self.instance, by=by)


FORMS: dict[str, type[CarefulForm]] = {
    "queue": QueueForm, "invite": InviteForm, "answer": AnswerForm, "accept": AcceptForm,
    "decline": DeclineForm, "step_back": StepBackForm, "take_over": TakeOverForm,
    "send_on": SendOnForm, "contact": ContactForm, "sought": IntakeSoughtForm, "take_up": TakeUpForm,
    "name": NameForm,
}  # fmt: skip
"""Each step's form, by the last word of its address's name."""
ASKS_WHO = ("accept", "send_on", "sought", "name")
"""The forms that need to know who fills them in."""
SENT_FORMS: dict[str, type[CarefulForm]] = {
    "withdraw": WithdrawForm, "hand_over": HandOverForm, "sought": SenderSoughtForm, "put_back": PutBackForm,
}  # fmt: skip
