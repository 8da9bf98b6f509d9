"""The addresses of the pages about initiatives, filled in with the cast's own rows."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from tests.cast import Cast

Address = Callable[[Cast], str]


def _at(name: str, *more: str) -> Address:
    return lambda cast: reverse(name, args=["prov", *more])


OPEN: dict[str, Address] = {
    "initiatives": lambda cast: reverse("initiatives"),
    "initiative": _at("initiative"),
}
"""What everybody who takes part may read."""

FOR_LEADERS: dict[str, Address] = {
    "initiative_edit": _at("initiative_edit"),
    "branch_new": _at("branch_new"),
    "branch_edit": _at("branch_edit", "flen"),
    "outcome_new": _at("outcome_new"),
    "outcome_edit": _at("outcome_edit", "arbete"),
    "end_reason_new": _at("end_reason_new"),
    "end_reason_edit": _at("end_reason_edit", "flytt"),
    "end_reasons_proposed": _at("end_reasons_proposed"),
    "consent_template": _at("consent_template"),
    "engage": _at("engage"),
    "disengage": lambda cast: reverse("disengage", args=["prov", engagement(cast)]),
    "target_group": _at("target_group"),
    "branch_target_group": _at("branch_target_group", "flen"),
    "volume": _at("volume"),
    "branch_volume": _at("branch_volume", "flen"),
    "goal_new": _at("goal_new"),
    "goal_version": _at("goal_version", "vidare"),
    "promise_new": _at("promise_new"),
    "promise_edit": lambda cast: reverse("promise_edit", args=["prov", promise(cast)]),
}
"""What the project leader changes."""

TO_ANSWER: dict[str, Address] = {"branch_answer": _at("branch_answer", "katrineholm")}
"""What whoever speaks for the branch's controller may do."""

TO_START: dict[str, Address] = {"initiative_new": lambda cast: reverse("initiative_new")}
"""What whoever is posted to lead may do."""


def engagement(cast: Cast) -> int:
    """The coach's unit's part in the initiative."""
    found = cast.initiative.engagements.get(role="coach")
    return int(found.pk)


def promise(cast: Cast) -> int:
    """What Försäkringskassan promised."""
    return int(cast.initiative.promises.get().pk)
