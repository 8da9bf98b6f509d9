"""Registers the app with Django, what it adds to others' pages, and its words in the log."""

from __future__ import annotations

from django.apps import AppConfig

from stafett.frame import panels


class EvaluationConfig(AppConfig):
    """Utvärdering."""

    name = "stafett.evaluation"
    verbose_name = "Utvärdering"

    def ready(self) -> None:
        """Hang door and invitations on others' pages; tell the log what doors are called and why they open."""
        from stafett.evaluation.actions import forget_contact
        from stafett.evaluation.doors import (
            assignments_today,
            erasures_today,
            evaluation_door,
            invitations_of_case,
            invitations_today,
        )
        from stafett.evaluation.in_the_log import DOORS, GROUND, parts
        from stafett.evaluation.queries import BASIS
        from stafett.people import sealing
        from stafett.safeguards import told

        sealing.register("evaluation", forget_contact)
        panels.register(
            panels.Panel("initiative_links", 60, "evaluation/door.html", evaluation_door)
        )
        today, case = "evaluation/invitations_today.html", "evaluation/invitations.html"
        panels.register(panels.Panel("today", 30, today, invitations_today))
        mine = "evaluation/assignments_today.html"
        panels.register(panels.Panel("today", 29, mine, assignments_today))
        erasures = "evaluation/erasures_today.html"
        panels.register(panels.Panel("today", 31, erasures, erasures_today))
        panels.register(panels.Panel("participation", 30, case, invitations_of_case))
        told.name_doors(DOORS)
        told.name_ground(BASIS, GROUND)
        told.register_cases(parts, lambda _viewer, _circles: {})
