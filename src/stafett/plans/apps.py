"""Registers the app with Django, and hangs the plan on the case."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Planer."""

    name = "stafett.plans"
    verbose_name = "Planer"

    def ready(self) -> None:
        """Hang tab, forms, story and rules on the case; tell the log what doors are called."""
        from stafett.casework import between, doors, releasing, timeline
        from stafett.frame.panels import Panel, register
        from stafett.plans import queries
        from stafett.plans.forms_correcting import RetractDecisionForm
        from stafett.plans.in_the_log import DOORS
        from stafett.plans.models import Decision
        from stafett.plans.views import FORMS
        from stafett.safeguards import told
        from stafett.safeguards.models import Information

        doors.hang_tab(doors.Tab(_("Plan"), "plan", 20, under=frozenset({"plan_on_day"})))
        for name, form in FORMS.items():
            doors.offer_form(name, form)
        doors.hang_taking_back(Decision, RetractDecisionForm)
        for kind, source in queries.SOURCES:
            timeline.register(kind, source)
        for rule in queries.RULES:
            between.register(rule)
        register(Panel("case_head", 30, "plans/aims.html", queries.aims_of_case))
        told.name_doors(DOORS)
        releasing.tell(Information.DECISION, queries.decisions_to_hand_over)
