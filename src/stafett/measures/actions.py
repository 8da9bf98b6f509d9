"""The only writes to what outsiders see: closing a period, signing, freezing, withdrawing (law 8)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from stafett.initiatives.access import check_edit
from stafett.initiatives.models import Initiative
from stafett.measures.access import check_speak_for, check_withdraw
from stafett.measures.models import FrozenSet, KeptCounts, Period, Signature
from stafett.measures.outsiders.declared import declaration
from stafett.measures.outsiders.reading import must_sign, next_version, signatures, unsigned
from stafett.measures.presentation.json_shape import as_dict
from stafett.measures.rules import digest, refusal_of_period, strictest
from stafett.parties.models import Authority
from stafett.parties.refusals import Refused
from stafett.safeguards.viewer import Viewer

Thresholds = dict[str, int]
"""The smallest group for each audience: public, association, steering, evaluator."""


@transaction.atomic
def close_period(initiative: Initiative, starts_on: date, ends_on: date, *, by: Viewer) -> Period:
    """Hand a period that is over to those who answer for the people in it, to be signed.

    Raises Refused when it is not over, or turned round; IntegrityError when it is there already.
    """
    check_edit(by, initiative)
    refusal = refusal_of_period(starts_on, ends_on, initiative.starts_on, by.day)
    if refusal:
        raise Refused(refusal, "ends_on")
    return Period.objects.create(initiative=initiative, starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def sign(
    period: Period, authority: Authority, thresholds: Thresholds, *, by: Viewer
) -> FrozenSet | None:
    """Sign for an authority that the period may be shown; the last to sign freezes it.

    Gives the frozen set, or None while others have still to sign. Raises Refused when the authority
    has signed or has nobody in the initiative, or when no pattern of hidden cells is safe.
    """
    Period.objects.select_for_update().get(pk=period.pk)
    check_speak_for(by, authority)
    if authority not in must_sign(period.initiative):
        raise Refused(_("Myndigheten svarar inte för någon i insatsen."))
    if period.sets.filter(withdrawn_on=None).exists():
        raise Refused(_("Siffrorna för perioden är redan fastställda."))
    if authority not in unsigned(period):
        raise Refused(_("Någon har redan skrivit under för %(name)s.") % {"name": authority.name})
    Signature.objects.create(
        period=period, version=next_version(period), authority=authority, **thresholds,
        declaration=declaration(), signed_by_id=by.user_id, signed_name=by.name, signed_on=by.day,
    )  # fmt: skip
    return None if unsigned(period) else _freeze(period, by)


def _freeze(period: Period, by: Viewer) -> FrozenSet:
    """Protect all the tables together and keep them. In Swedish, whoever freezes them."""
    from stafett.measures.outsiders.drafts import protected

    threshold = strictest(one.strictest for one in signatures(period))
    with override(settings.LANGUAGE_CODE):
        safe = protected(period, threshold, by=by)
        tables = {key: as_dict(result) for key, result in safe.tables.items()}
    facts = {
        "initiative": period.initiative.code, "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(), "version": next_version(period),
        "threshold": threshold, "tables": tables,
    }  # fmt: skip
    made = FrozenSet.objects.create(
        period=period, version=next_version(period), threshold=threshold, tables=tables,
        digest=digest(facts), frozen_by_id=by.user_id, frozen_name=by.name, frozen_on=by.day,
    )  # fmt: skip
    KeptCounts.objects.create(frozen_set=made, counts=dict(safe.counts))
    return made


@transaction.atomic
def withdraw(found: FrozenSet, because: str, *, by: Viewer) -> FrozenSet:
    """Stop showing a set that is wrong, and say why; the next version is signed anew.

    What outsiders have seen of it is still counted as known when the next one is protected.
    """
    current = FrozenSet.objects.select_for_update().get(pk=found.pk)
    check_withdraw(by, current.period.initiative, must_sign(current.period.initiative))
    if current.withdrawn_on:
        raise Refused(
            _("%(name)s har redan återkallat siffrorna.") % {"name": current.withdrawn_name}
        )
    if not because.strip():
        raise Refused(
            _("Skriv varför siffrorna återkallas. De som har sett dem läser det."), "because"
        )
    current.withdrawn_on, current.withdrawn_name = by.day, by.name
    current.withdrawn_because = because.strip()
    current.save(update_fields=["withdrawn_on", "withdrawn_name", "withdrawn_because"])
    return current
