"""Registers the app with Django, its door on an initiative's page, and its words in the log."""

from __future__ import annotations

from django.apps import AppConfig

from stafett.frame import panels


class EvaluationConfig(AppConfig):
    """Utvärdering."""

    name = "stafett.evaluation"
    verbose_name = "Utvärdering"

    def ready(self) -> None:
        """Hang the door on the initiative's page; tell the log what its doors are called and why they open."""
        from stafett.evaluation.doors import evaluation_door
        from stafett.evaluation.in_the_log import DOORS, GROUND, parts
        from stafett.evaluation.queries import BASIS
        from stafett.safeguards import told

        panels.register(
            panels.Panel("initiative_links", 60, "evaluation/door.html", evaluation_door)
        )
        told.name_doors(DOORS)
        told.name_ground(BASIS, GROUND)
        told.register_cases(parts, lambda _viewer, _circles: {})
