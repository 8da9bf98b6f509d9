"""What is said when the same consent stands already: who noted it, and who may tell whom by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from stafett.casework.queries.consents import somebody_noted
from stafett.frame.formats import plain_day
from stafett.safeguards.models import Consent, ConsentPart


def why_asked(stands: Consent, named: bool) -> str:
    """That it stands, since when, by whom and until when; and how one goes on.

    `named` where the viewer may know who noted it.
    """
    said = _(
        "Samma samtycke är redan antecknat, %(noted)s av %(who)s: samma myndigheter, uppgifter, "
        "ändamål och tid. Det gäller till och med %(last)s. Kryssa i rutan om det ska antecknas en gång till."
    )
    last = stands.until_day - timedelta(days=1)
    return said % {
        "noted": plain_day(localtime(stands.noted_at).date()),
        "who": stands.noted_by if named else somebody_noted(),
        "last": plain_day(last),
    }


def who_tells_whom(parts: Iterable[ConsentPart]) -> str:
    """What stands, in a sentence for each that gives."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for part in parts:
        found[str(part.giver)][str(part.receiver)] = None
    said = _("%(giver)s till %(receivers)s.")
    return " ".join(said % {"giver": g, "receivers": ", ".join(r)} for g, r in found.items())
