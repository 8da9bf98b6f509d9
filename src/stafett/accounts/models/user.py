"""Who can log in. What they may do there follows from the posts of the staff member they are."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from stafett.parties.models import Staff


class Users(BaseUserManager["User"]):
    """Finds users by their e-mail, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user who logs in with this e-mail; raises User.DoesNotExist."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account; one for each staff member who logs in, and for the system's own actors."""

    email = models.EmailField(_("e-post"), unique=True)
    name = models.CharField(_("namn"), max_length=120)
    staff = models.OneToOneField(
        Staff, models.PROTECT, null=True, blank=True, related_name="account"
    )
    is_active = models.BooleanField(_("får logga in"), default=True)

    objects = Users()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
