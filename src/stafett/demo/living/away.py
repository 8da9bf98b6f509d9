"""Somebody in the living initiative has not been there for weeks, and nobody stands in for them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from stafett.accounts.models import User
from stafett.casework.models import Assignment
from stafett.database.days import still_on
from stafett.initiatives.models import Initiative
from stafett.parties.models import Tenure
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.reach import set_reach

AWAY = timedelta(days=24)


@transaction.atomic
def let_one_be_away(initiative: Initiative, *, today: date) -> int:
    """Let the worker with fewest open cases have logged in last 24 days ago; how many cases that is.

    Nobody can log in on a day that has been, so it is written here alone.
    """
    set_reach(all_controllers())
    has = Assignment.objects.filter(participation__initiative=initiative, until_day=None)
    stood_in = Tenure.objects.filter(still_on(today), stands_in=True).values("position")
    has = has.exclude(position__in=stood_in)
    posts = has.values("position").annotate(number=Count("pk")).order_by("number", "position")
    fewest = posts.first()
    if fewest is None:
        return 0
    there = Tenure.objects.filter(position=fewest["position"], until_day=None)
    last = timezone.make_aware(datetime.combine(today - AWAY, time(16, 30)))
    User.objects.filter(staff__tenures__in=there).update(last_login=last)
    return int(fewest["number"])
