"""Forms for the initiative itself, its branches, its own outcomes and the units that take part."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.asking import AsksUnderItsOwn
from stafett.frame.form_fields import Sentence, a_question
from stafett.initiatives import access, actions
from stafett.initiatives.days import faults_of_days, questions_of_last_day
from stafett.initiatives.models import (
    Branch,
    ConsentTemplate,
    Engagement,
    Initiative,
    OutcomeChoice,
)
from stafett.initiatives.refusals import SENTENCES
from stafett.initiatives.rules import RESERVED
from stafett.parties import role_names
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.models import Association, Authority, Unit
from stafett.parties.rules import day_after
from stafett.safeguards.models import Information
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer
from stafett.vocabulary.models import CommonOutcome
from stafett.vocabulary.queries import words


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Units, each told with the authority that it belongs to."""

    def __init__(self, **named: Any) -> None:
        """All units, by authority and name."""
        units = Unit.objects.select_related("authority").order_by("authority__name", "name")
        super().__init__(units, **named)

    def label_from_instance(self, obj: Unit) -> str:  # type: ignore[override]
        """The unit in words."""
        return f"{obj.authority.name} · {obj.name}"


class InitiativeForm(CarefulForm):
    """A new initiative, led by one of the viewer's own units."""

    sentences = SENTENCES
    lead = UnitChoice(
        label=gettext_lazy("Leds av"),
        help_text=gettext_lazy("Enheten där du har din befattning som projektledare."),
    )

    class Meta:
        model = Initiative
        fields = [
            "code", "name", "controller", "lead", "association", "starts_on", "ends_on",
            "outcome_base", "summary",
        ]  # fmt: skip
        labels = {"association": gettext_lazy("Finansieras av förbundet")}
        help_texts = {
            "code": gettext_lazy(
                "Kort, till exempel duellen. Står i adresser och filer, ändras aldrig."
            ),
            "controller": gettext_lazy(
                "Den egna myndigheten, som svarar för deltagarnas uppgifter. Andra myndigheter "
                "tillfrågas när en gren öppnas för dem. Aldrig ett samordningsförbund."
            ),
            "ends_on": gettext_lazy("Sista dagen. Tomt betyder tills vidare."),
        }

    def __init__(self, *args: Any, viewer: Viewer, **named: Any) -> None:
        """For the viewer to start."""
        self.viewer = viewer
        super().__init__(*args, **named)

    def more_fields(self) -> dict[str, forms.Field]:
        """The viewer's own leading units, authorities and associations; the operator may name any."""
        field: Any = self.fields["lead"]
        _offer_associations(self.fields["association"], self.viewer)
        if not self.viewer.operator:
            own = Authority.objects.filter(pk__in=self.viewer.speaks_for).order_by("name")
            self.fields["controller"].queryset = own  # type: ignore[attr-defined]
            self.initial.setdefault("controller", own[0].pk if len(own) == 1 else None)
            mine = self.viewer.units_with(Permission.EDIT_INITIATIVE)
            field.queryset = field.queryset.filter(pk__in=mine)
            self.initial.setdefault("lead", mine[0] if len(mine) == 1 else None)
        return {}

    def clean_code(self) -> str:
        """A code that is no page's own address."""
        code = str(self.cleaned_data["code"])
        if code in RESERVED:
            raise ValidationError(_("Koden används av sidans adress. Välj en annan."))
        return code

    def act(self, by: Any) -> Initiative:
        """Start the initiative."""
        told = dict(self.cleaned_data)
        told.pop("seen")
        named = (told.pop("code"), told.pop("name"), told.pop("controller"))
        return actions.start(*named, by=by, **told)


def _offer_associations(field: Any, viewer: Viewer, *, besides: int | None = None) -> None:
    """The associations that may fund the viewer's initiative, and the one that is said already."""
    mine = access.fundable(viewer).values("pk")
    field.queryset = Association.objects.filter(Q(pk__in=mine) | Q(pk=besides)).order_by("name")


class InitiativeChange(AsksUnderItsOwn, CarefulForm):
    """An initiative whose facts are corrected; code and controller stay."""

    sentences = SENTENCES
    asks = gettext_lazy("%(odd)s Ändra dagen, eller kryssa i att den ska vara den sista.")
    asks_under = gettext_lazy("Ska det vara insatsens sista dag?")
    as_written = a_question(
        forms.BooleanField(label=gettext_lazy("Ja, det ska vara sista dagen"), required=False)
    )

    class Meta:
        model = Initiative
        fields = [
            "name", "association", "starts_on", "ends_on", "counted_on", "outcome_base", "summary",
        ]  # fmt: skip
        labels = InitiativeForm.Meta.labels
        help_texts = {
            **InitiativeForm.Meta.help_texts,
            "outcome_base": gettext_lazy("Ändrar varje andel av utfall på alla sidor."),
        }

    def __init__(self, *args: Any, viewer: Viewer, **named: Any) -> None:
        """For the viewer to change."""
        self.viewer = viewer
        super().__init__(*args, **named)

    def more_fields(self) -> dict[str, forms.Field]:
        """The associations that may fund it."""
        known = self.instance.association_id
        _offer_associations(self.fields["association"], self.viewer, besides=known)
        return {}

    def own_arguments(self) -> dict[str, Any]:
        """The viewer."""
        return {"viewer": self.viewer}

    def clean(self) -> dict[str, Any]:
        """Whoever is left there by a new last day is asked about once, when nothing else is wrong."""
        cleaned = super().clean()
        ends_on = cleaned.get("ends_on")
        if not self.errors and ends_on and not self._outside(cleaned["starts_on"], ends_on):
            self.ask_once(cleaned, questions_of_last_day(self.viewer, self.instance, ends_on))
            self.refused_as = "people_remain" if self.asked else ""
        return cleaned

    def _outside(self, starts_on: Any, ends_on: Any) -> bool:
        """True of days that the action refuses."""
        return bool(faults_of_days(self.viewer, self.instance, starts_on, ends_on))

    def act(self, by: Any) -> Initiative:
        """Change the initiative."""
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return actions.change(self.instance, by=by, **told)


class BranchForm(CarefulForm):
    """A new branch of the initiative given as `initiative`."""

    sentences = SENTENCES
    holder = UnitChoice(
        label=gettext_lazy("Håller ihop från början"),
        help_text=gettext_lazy("Enheten som håller ihop när registret inte säger något annat."),
    )
    plan = forms.CharField(
        label=gettext_lazy("Lokal plan"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    class Meta:
        model = Branch
        fields = ["code", "name", "municipality", "controller", "holder", "plan"]
        labels = {"controller": gettext_lazy("Personuppgiftsansvarig")}
        help_texts = {
            "code": gettext_lazy("Kort, till exempel flen. Ändras aldrig."),
            "controller": gettext_lazy(
                "Tomt betyder insatsens. En annan myndighet tillfrågas, och ingen kan skrivas in förrän "
                "den har sagt ja. Därefter går det inte att ändra."
            ),
        }

    def __init__(self, *args: Any, initiative: Initiative, **named: Any) -> None:
        """For a new branch."""
        self.initiative = initiative
        super().__init__(*args, **named)

    def more_fields(self) -> dict[str, forms.Field]:
        """The controller may be left to the initiative."""
        self.fields["controller"].required = False
        return {}

    def act(self, by: Any) -> Branch:
        """Open the branch."""
        told = self.cleaned_data
        return actions.open_branch(
            self.initiative, told["code"], told["name"], told["holder"], by=by,
            controller=told["controller"], municipality=told["municipality"], plan=told["plan"],
        )  # fmt: skip


class BranchChange(CarefulForm):
    """A branch whose plan, name or holder is changed."""

    sentences = SENTENCES
    watched = ["agreed"]
    holder = UnitChoice(
        label=gettext_lazy("Håller ihop från början"),
        help_text=gettext_lazy(
            "Gäller dem som börjar härefter. De som väntar i kön följer med till enheten; ärenden som pågår "
            "flyttas inte."
        ),
    )

    class Meta:
        model = Branch
        fields = ["name", "municipality", "controller", "holder", "plan"]
        labels = BranchForm.Meta.labels
        help_texts = {
            "controller": gettext_lazy("Har inte sagt ja än. En annan kan tillfrågas i stället."),
        }

    def more_fields(self) -> dict[str, forms.Field]:
        """The controller only while none has said yes."""
        if self.instance.agreed:
            del self.fields["controller"]
        return {}

    def act(self, by: Any) -> Branch:
        """Change the branch, and ask another authority when one is chosen."""
        told = dict(self.cleaned_data)
        told.pop("seen")
        if "controller" in told:
            actions.ask_controller(self.instance, told.pop("controller"), by=by)
        return actions.change(self.instance, by=by, **told)


class OutcomeForm(CarefulForm):
    """A new outcome of the initiative's own list."""

    sentences = SENTENCES

    class Meta:
        model = OutcomeChoice
        fields = ["code", "label", "common", "order"]
        labels = {"label": gettext_lazy("Som ni säger")}
        help_texts = {
            "code": gettext_lazy("Kort, som i registret, till exempel arbete. Ändras aldrig."),
            "common": gettext_lazy("Så att insatsen kan jämföras med andra."),
            "order": gettext_lazy("Lägst står först."),
        }

    def __init__(self, *args: Any, initiative: Initiative, viewer: Viewer, **named: Any) -> None:
        """For an initiative, among the common outcomes that hold on the viewer's day."""
        self.initiative, self.viewer = initiative, viewer
        super().__init__(*args, **named)

    def more_fields(self) -> dict[str, forms.Field]:
        """The common outcomes to map to."""
        self.fields["common"].queryset = words(self.viewer, CommonOutcome)  # type: ignore[attr-defined]
        return {}

    def own_arguments(self) -> dict[str, Any]:
        """The initiative and the viewer."""
        return {"initiative": self.initiative, "viewer": self.viewer}

    def act(self, by: Any) -> OutcomeChoice:
        """Add the outcome."""
        told = self.cleaned_data
        return actions.add_outcome(
            self.initiative, told["code"], told["label"], told["common"].pk, by=by,
            order=told["order"],
        )  # fmt: skip


class OutcomeChange(OutcomeForm):
    """An outcome whose words, mapping or place are changed; its code stays."""

    class Meta(OutcomeForm.Meta):
        fields = ["label", "common", "order"]

    def act(self, by: Any) -> OutcomeChoice:
        """Change the outcome."""
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return actions.change(self.instance, by=by, **told)


class EngageForm(CarefulForm):
    """A unit that begins to take part in a role."""

    sentences = SENTENCES
    unit = UnitChoice(label=gettext_lazy("Enhet"))
    role = forms.ChoiceField(
        label=gettext_lazy("Roll"),
        help_text=gettext_lazy("De som har en befattning i enheten med den rollen kommer med."),
    )

    class Meta:
        model = Engagement
        fields = ["unit", "role", "branch", "from_day"]
        labels = {"branch": gettext_lazy("Gren"), "from_day": gettext_lazy("Första dag")}
        help_texts = {"branch": gettext_lazy("Tomt betyder hela insatsen.")}

    def __init__(self, *args: Any, initiative: Initiative, viewer: Viewer, **named: Any) -> None:
        """For an initiative, where in it the viewer leads."""
        self.initiative, self.viewer = initiative, viewer
        super().__init__(*args, **named)

    def more_fields(self) -> dict[str, forms.Field]:
        """The roles, and the branches that the viewer leads; the whole only for its leader."""
        branch: Any = self.fields["branch"]
        self.fields["role"].choices = [("", ""), *role_names.choices()]  # type: ignore[attr-defined]
        branch.queryset = access.led_branches(self.viewer, self.initiative)
        branch.required = not access.may_edit(self.viewer, self.initiative)
        return {}

    def act(self, by: Any) -> Engagement:
        """Engage the unit."""
        told = self.cleaned_data
        return actions.engage(
            self.initiative, told["unit"], told["role"], from_day=told["from_day"], by=by,
            branch=told["branch"],
        )  # fmt: skip


class DisengageForm(CarefulForm):
    """The last day on which a unit takes part."""

    sentences = SENTENCES
    watched = ["until_day"]
    last_day = forms.DateField(
        label=gettext_lazy("Sista dag"),
        help_text=gettext_lazy("Ärenden som enheten redan är med i rörs inte."),
    )

    class Meta:
        model = Engagement
        fields: list[str] = []

    def act(self, by: Any) -> None:
        """End the unit's part."""
        actions.disengage(self.instance, on=day_after(self.cleaned_data["last_day"]), by=by)


class ConsentTemplateForm(CarefulForm):
    """What the initiative's teams usually ask consent for, and for how long."""

    sentences = SENTENCES
    purpose = Sentence(label=gettext_lazy("Ändamål"), max_length=300)
    purpose_en = Sentence(
        label=gettext_lazy("Ändamål på engelska"), max_length=300, required=False,
        help_text=gettext_lazy(
            "Står på engelska blanketter. Lämnas det tomt översätts bara det vanliga ändamålet; har ni "
            "skrivit ett eget frågas det efter varje gång."
        ),
    )  # fmt: skip
    information = forms.MultipleChoiceField(
        label=gettext_lazy("Frågas om"), choices=Information, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ConsentTemplate
        fields = [
            "purpose", "purpose_en", "information", "longest_days", "review_days", "guardians_needed",
            "no_costs_nothing",
        ]  # fmt: skip
        labels = {
            "longest_days": gettext_lazy("Längsta tid, i dagar"),
            "review_days": gettext_lazy("Ses över efter, i dagar"),
            "guardians_needed": gettext_lazy(
                "När två företräder personen: hur många ska säga ja med e-legitimation?"
            ),
            "no_costs_nothing": gettext_lazy(
                "Det är beslutat att ett nej inte påverkar rätten till ersättning, bistånd eller vård"
            ),
        }
        help_texts = {
            "guardians_needed": gettext_lazy(
                "Vad som krävs beror på vad de företräder personen i. Er myndighet avgör det."
            ),
            "no_costs_nothing": gettext_lazy(
                "Kryssa bara om var och en av myndigheterna har beslutat det: då står det på blanketten. "
                "Annars står att det är frivilligt, och att personen kan fråga varje myndighet vad ett nej kan "
                "betyda."
            ),
        }

    def __init__(self, *args: Any, **named: Any) -> None:
        """The tick beside the English that it is about."""
        super().__init__(*args, **named)
        self.order_fields(["purpose", "purpose_en", "english_stands"])

    def more_fields(self) -> dict[str, forms.Field]:
        """Where there is English already: that it still says what the Swedish says."""
        if not self.instance.purpose_en:
            return {}
        return {
            "english_stands": forms.BooleanField(
                label=_("Det engelska säger fortfarande detsamma som det svenska"), required=False,
                help_text=_("Behövs när du har ändrat det svenska och inte det engelska."),
            )
        }  # fmt: skip

    def act(self, by: Any) -> ConsentTemplate:
        """Keep it."""
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        told["english_stands"] = self.cleaned_data.get("english_stands", False)
        return actions.set_consent_template(self.instance.initiative, by=by, **told)
