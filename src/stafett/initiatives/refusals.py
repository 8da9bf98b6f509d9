"""What each constraint of this app says to the person who meets it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.parties.refusals import BACKWARDS, Sentence

NEWER = _(
    "Någon annan sparade en version i samma stund. Öppna sidan på nytt och läs den först. Kopiera "
    "det du skrev om du vill ha det kvar."
)

SENTENCES: dict[str, Sentence] = {
    "controller_is_no_association": Sentence(
        _(
            "Ett samordningsförbund kan inte vara personuppgiftsansvarig (lag 2003:1210, 7 §). Välj "
            "myndigheten som driver insatsen."
        ),
        "controller",
    ),
    "initiatives_initiative_code_key": Sentence(
        _("Koden används av en annan insats. Välj en annan."), "code"
    ),
    "initiative_period_forward": Sentence(
        _("Slutet ligger före starten. Rätta det ena."), "ends_on"
    ),
    "initiative_days_are_days": Sentence(
        _("Dagarna ska ligga mellan 1990 och 2100. Kontrollera året."), "starts_on"
    ),
    "initiative_counted_after_its_start": Sentence(
        _("Siffrorna kan inte räknas till en dag före insatsens start. Rätta den ena dagen."),
        "counted_on",
    ),
    "initiative_days_hold_its_people": Sentence(
        _(
            "Någon deltagare började före starten eller efter slutet som du har skrivit. Välj dagar som "
            "rymmer alla, eller be den som håller ihop deltagandet att rätta dess start först."
        ),
        "starts_on",
    ),
    "version_decided_in_order": Sentence(
        _(
            "Beslutet kan inte ha fattats före en tidigare version, eller långt innan insatsen började. "
            "Rätta dagen, eller lämna den tom om den inte är känd."
        ),
        "decided_on",
    ),
    "branch_code_once_per_initiative": Sentence(
        _("Insatsen har redan en gren med den koden."), "code"
    ),
    "branch_name_once_per_initiative": Sentence(
        _("Insatsen har redan en gren med det namnet."), "name"
    ),
    "consent_template_not_too_long": Sentence(
        _("Ett samtycke räcker högst två år, och minst en dag. Sedan frågas det på nytt."),
        "longest_days",
    ),
    "consent_template_reviewed_within": Sentence(
        _("Det ses över minst en gång inom tiden. Skriv färre dagar."), "review_days"
    ),
    "engagement_period_forward": Sentence(BACKWARDS, "last_day"),
    "target_group_version_once": Sentence(NEWER),
    "target_group_ages_forward": Sentence(
        _("Den högsta åldern är lägre än den lägsta. Rätta den ena."), "age_max"
    ),
    "outcome_code_once_per_initiative": Sentence(
        _("Insatsen har redan ett utfall med den koden."), "code"
    ),
    "outcome_label_once_per_initiative": Sentence(
        _("Insatsen har redan ett utfall som heter så."), "label"
    ),
    "end_reason_code_once_per_initiative": Sentence(
        _("Insatsen har redan en avslutsorsak med den koden."), "code"
    ),
    "end_reason_label_once_per_initiative": Sentence(
        _("Insatsen har redan en avslutsorsak som heter så."), "label"
    ),
    "goal_version_once": Sentence(NEWER),
    "goal_is_a_share": Sentence(_("Målet ska vara mellan 0 och 100 procent."), "share_percent"),
    "volume_target_version_once": Sentence(NEWER),
    "volume_target_sexes_sum": Sentence(
        _(
            "Kvinnor och män blir inte tillsammans totalen. Rätta talen, eller lämna båda könen "
            "tomma om planen inte delar upp dem."
        ),
        "total",
    ),
    "volume_period_forward": Sentence(
        _("Periodens slut ligger före dess start. Rätta det ena."), "period_end"
    ),
    "a_promise_once_per_period": Sentence(
        _("Parten har redan lovat något för en period som börjar den dagen. Ändra det i stället."),
        "period_start",
    ),
    "promise_period_forward": Sentence(
        _("Periodens slut ligger före dess start. Rätta det ena."), "period_end"
    ),
}
"""Each constraint of this app that a person can break on a page."""
