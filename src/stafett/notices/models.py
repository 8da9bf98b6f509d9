"""What somebody has been told, how they want to be told, the mails that said so, their calendar's secret."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from stafett.accounts.models import User
from stafett.database.noticed import BY_CIRCLE, AboutAPerson, Noticed
from stafett.notices.rules import How, Stands, Why
from stafett.parties.models import Authority
from stafett.safeguards.models import COVERED, Circle
from stafett.safeguards.models.spine import KindField


class Mailing(models.Model):
    """A mail that there is news: what it is about is asked for when it is sent, and kept nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="mailings", db_index=False)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stands = models.CharField(max_length=8, choices=Stands, default=Stands.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=12, choices=Why, blank=True)
    ended_at = models.DateTimeField(null=True)
    number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(stands=Stands.WAITING), name="one_mail_waits"
            ),
            models.CheckConstraint(
                condition=Q(stands=Stands.WAITING, ended_at=None)
                | ~Q(stands=Stands.WAITING) & Q(ended_at__isnull=False),
                name="a_mail_ends_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(stands=Stands.FAILED) | ~Q(why=""), name="a_failed_mail_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(stands=Stands.SENT) | Q(number__gt=0), name="no_mail_about_nothing"
            ),
        ]


class Notice(AboutAPerson):
    """That something has happened, to one account. Whom it concerns is known by its circle alone.

    It carries the spine of the row that it tells of, so that the same predicate decides about both: whoever
    may no longer see that row is shown and mailed nothing of it. One without a circle is about no person.
    """

    way_to_person = BY_CIRCLE
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(_("vad"), max_length=24)
    thing = models.CharField(max_length=80)
    link = models.CharField(_("sida"), max_length=200)
    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", null=True, **COVERED)
    controller = models.ForeignKey(
        Authority, models.PROTECT, related_name="+", null=True, **COVERED
    )
    owner_authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="+", null=True, db_index=False
    )
    kind = KindField(blank=True)
    day = models.DateField(_("dag"), null=True)
    at = models.DateTimeField(_("när"))
    read_at = models.DateTimeField(_("läst"), null=True)
    over_at = models.DateTimeField(_("inte längre aktuell"), null=True)
    mailing = models.ForeignKey(Mailing, models.SET_NULL, null=True, related_name="notices")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notices_of_somebody"),
            models.Index(
                fields=["user"], condition=Q(read_at=None, over_at=None), name="notices_unread"
            ),
            models.Index(fields=["circle"], name="notices_of_a_case"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "what", "thing"], name="told_once"),
            models.CheckConstraint(
                condition=Q(circle=None, controller=None, owner_authority=None, kind="")
                | Q(circle__isnull=False, controller__isnull=False, owner_authority__isnull=False)
                & ~Q(kind=""),
                name="a_notice_has_its_case_whole",
            ),
        ]

    def notice(self, found: Noticed) -> None:
        """Tell whose case it is about; one about nobody tells nothing."""
        if self.__dict__.get("circle_id", True) is not None:
            super().notice(found)


class Choice(models.Model):
    """How somebody wants to be told; without a row as `rules.USUAL` says."""

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="+")
    how = models.CharField(_("mejl"), max_length=8, choices=How, default=How.DAILY)
    hour = models.PositiveSmallIntegerField(_("klockan"), default=8)
    quiet_from = models.PositiveSmallIntegerField(_("tyst från klockan"), default=17)
    quiet_until = models.PositiveSmallIntegerField(_("till klockan"), default=7)
    free_days = models.BooleanField(_("också på lediga dagar"), default=False)
    off = models.JSONField(_("stängs av"), default=list)

    class Meta:
        ordering = ["user"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__lt=24, quiet_from__lt=24, quiet_until__lt=24),
                name="hours_of_a_day",
            )
        ]


class Feed(models.Model):
    """The secret behind somebody's calendar feed: only a digest of it is kept, and one holds at a time."""

    user = models.ForeignKey(User, models.PROTECT, related_name="feeds", db_index=False)
    digest = models.CharField(max_length=64, unique=True)
    salt = models.UUIDField(default=uuid4, editable=False)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="one_feed_holds"
            )
        ]


def choice_of(user_id: Any) -> Choice:
    """How an account wants to be told; the usual way where it has said nothing."""
    return Choice.objects.filter(pk=user_id).first() or Choice(pk=user_id)


__all__ = ["Choice", "Feed", "Mailing", "Notice", "choice_of"]
