"""Notices in the access table: everybody's news of all there is, a mail that failed, Olle's calendar."""

from __future__ import annotations

from django.utils import timezone

from stafett.notices.actions import look_for, make_feed
from stafett.notices.ics import uid_of
from stafett.notices.models import Mailing, Notice
from stafett.notices.queries import feed_of, in_feed
from stafett.notices.views import Secret
from tests.access.canaries import ROLES
from tests.access.world import World


def noticing(world: World) -> None:
    """The job has looked for all of them; Karin's of Flen's case has a name in the table."""
    cast, now = world.cast, timezone.now()
    for who in ROLES:
        look_for(cast.as_(who), now)
    cast.as_everyone()
    karin = cast.user("karin")
    mine = Notice.objects.filter(user=karin, circle=world.people["flen"].circle_id)
    world.at("Karins notis", key=mine.order_by("pk")[0].pk)
    failed = Mailing.objects.create(
        user=karin, made_at=now, due_at=now, stands="failed", why="no_server", ended_at=now
    )
    world.at("Karins brev", key=failed.pk)
    world.at(
        "Olles kalender", secret=Secret(make_feed(cast.user("olle"), now, by=cast.as_("olle")))
    )
    world.at("Karins kalenderlänk", mark=_link_of_karin(world))
    world.at("ingen kalender", secret=Secret("x" * 50))
    cast.as_everyone()


def _link_of_karin(world: World) -> str:
    """The mark of the first thing in Karin's calendar."""
    karin = world.cast.as_("karin")
    make_feed(world.cast.user("karin"), timezone.now(), by=karin)
    feed = feed_of(karin)
    assert feed
    return uid_of(in_feed(karin)[0].thing, feed.salt)
