"""Sentences that several forms share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

EMPTY = {"required": _("Fyll i det här.")}
