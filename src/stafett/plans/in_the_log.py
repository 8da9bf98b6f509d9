"""What this app tells the log: what its doors are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DOORS = {
    "plan": _("läste planen för %(whom)s"),
    "plan_on_day": _("läste hur planen för %(whom)s såg ut en tidigare dag"),
    "api:get_plan": _("hämtade planen för %(whom)s till ett annat program"),
    "plan_person": _("visade planen för %(whom)s"),
    **dict.fromkeys(("step_tick", "api:tick_step"), _("bockade av ett steg i planen för %(whom)s")),
    **dict.fromkeys(
        ("assess", "goal_new", "step_new", "decision_new", "goal_settle", "step_drop",
         "decision_nothing", "api:get_plan_form", "goal_correct", "assessment_correct", "decision_correct",
         "decision_retract"),
        _("öppnade ett formulär om %(whom)s"),
    ),
}  # fmt: skip
