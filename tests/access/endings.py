"""What the access table has of retention: a rule, stops, and endings, one of them of the protected person."""

from __future__ import annotations

from django.utils import timezone

from stafett.safeguards.actions.retention import NewRule, put_hold, record_rule, warn
from stafett.safeguards.models import Ending
from tests.access.canaries import secrets
from tests.access.world import World
from tests.cast import START

GROUND = "Zqplanen"


def endings(world: World) -> None:
    """Everything of Flen's: its rule and what that makes due, a stop for all of it, and one for a case."""
    cast, flen = world.cast, world.people["flen"]
    cast.as_everyone()
    controller, by = cast.unit("AUC").authority, cast.viewer("lena")
    told = NewRule(controller, "case", "case_end", 1, GROUND, START, archive=False)
    rule = record_rule(told, by=by)
    (due,) = warn(controller.pk, by=by)
    today = timezone.localdate()
    alone = Ending.objects.create(
        controller=controller, named_circle=world.people["skyddad"].circle_id, noticed_on=today,
        ends_from=today, counts={"": {"case": 1}}, archive=False,
    )  # fmt: skip
    whole = put_hold(controller.pk, None, reason="audit", because="Zqtillsyn", by=by)
    one = put_hold(
        controller.pk, flen.circle, reason="appeal", because="Zqdomvantas", by=cast.viewer("karin")
    )
    world.at("Flens regel", key=rule.pk)
    world.at("Flens stopp", key=whole.pk)
    world.at("gallring i Flen", key=due.pk)
    world.at("gallring av skyddad", key=alone.pk)
    world.at("stopp för flen", key=flen.pk, hold=one.pk)
    world.known += secrets("lena eva", "Zqtillsyn", due.pk)
    world.known += secrets("karin lena eva sven", "Zqdomvantas")
    world.known += secrets("", alone.pk)
