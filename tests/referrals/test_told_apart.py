"""Two referrals that are news to somebody are told apart, by where to and by initials."""

from __future__ import annotations

from stafett.notices import kinds
from stafett.referrals.actions import refer
from stafett.referrals.noticing import which_referral
from tests.cast import Cast
from tests.referrals.world import new


def test_karin_ser_vilken_aktualisering_en_notis_gäller(cast: Cast) -> None:
    """Två aktualiseringar har kommit: notiserna säger insats och initialer, för dem som får se dem."""
    one = refer(new(cast), by=cast.as_("fatima"))
    circle = one.circle_id
    (said,) = which_referral(cast.as_("karin"), {circle}).values()
    who, where = one.circle.person, str(one.branch.initiative)
    assert said == kinds.Told(f"{where} · {who.initials}", where, who.name, who.initials)
    assert kinds.which_cases(cast.as_("karin"), {circle}) == {circle: said}
    assert which_referral(cast.as_("olle"), {circle}) == {}
