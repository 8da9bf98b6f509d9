"""What of a table is a person told when they ask for their own data? Each app says so in its module `own_data`.

It lies beneath all apps, as `sorting` and `ending` do: whoever adds a table about people says in the same
change under which heading its rows are told, or why they are not. `safeguards.queries.own_data` merges them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Word = str | Promise


class About(TextChoices):
    """The headings of what is told, in their order."""

    IDENTITY = "identity", _("Vem du är")
    PARTICIPATION = "participation", _("Ditt deltagande")
    INVOLVEMENT = "involvement", _("Myndigheters ärenden med dig")
    LIFE = "life", _("Försörjning och sysselsättning")
    WORK = "work", _("Anteckningar, möten och planer")
    CONSENT = "consent", _("Samtycken")
    RELEASE = "release", _("Vad som lämnats ut och tagits emot")
    ACCESS = "access", _("Vilka som släppts in i ärendet")
    KEPT = "kept", _("Hur länge det sparas")
    READ = "read", _("Vem som har läst")
    OTHER = "other", _("Övrigt")


@dataclass(frozen=True)
class OwnData:
    """What an app says of its tables."""

    told: Mapping[type[Model], tuple[About, Word]] = field(default_factory=dict)
    """Tables whose rows are told: under which heading, and what one row is called."""
    left_out: Mapping[type[Model], str] = field(default_factory=dict)
    """Tables about people that are not told, each with the reason."""
    columns: Mapping[str, Word] = field(default_factory=dict)
    """What columns are called that say it nowhere else: "branch" or, of one table, "consent.kinds"."""
    unsaid: frozenset[str] = frozenset()
    """Columns never told, as "person.kept_apart": they are about somebody else, or derived from others."""
    sealed: frozenset[str] = frozenset()
    """Columns that say who somebody is or how they are reached, as "invitation.contact": of somebody protected
    they are told in the files, never shown on a page. Besides these, what is sorted as of a representative."""
    follows: Mapping[type[Model], str] = field(default_factory=dict)
    """Tables in which an authority's own rows are changed with another's case, and the way to its circle:
    to an authority that may not see the case they are told as they stood when it last could."""
    then: Mapping[str, Mapping[str, Word]] = field(default_factory=dict)
    """Of columns whose state may have changed since the case was closed to whoever reads, as
    "commission.state": what is said there instead of each state that need not stand still."""


__all__ = ["About", "OwnData", "Word"]
