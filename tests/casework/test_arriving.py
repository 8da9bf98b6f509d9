"""What was handed over: is it told truly whether it can be read at the receiver's (laws 2 and 5)?"""

from __future__ import annotations

from datetime import timedelta

from stafett.casework.models import Participation
from stafett.casework.queries.consents import received, shared
from stafett.parties.models import Tenure
from stafett.safeguards.actions import Item, let_in, name_team, release, withdraw
from stafett.safeguards.actions.circle import let_stay_until
from stafett.safeguards.arriving import Arrival, at_authorities, at_units
from stafett.safeguards.models import ConsentPart, Information, Member
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import Page, get, send
from tests.cast import TODAY, Cast

NOW, LATER = "kan läsa det nu", "när en enhet där har kommit med i ärendet"
NOBODY = "når ingen än: ingen där får se personer nu"


def named_alone(cast: Cast) -> Participation:
    """A case whose consent names Af, of which no unit has come in."""
    one = cast.enrolled()
    team = {one.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(one, parts=parts_between(team, set(Information.values), {}))
    return one


def handed_over(cast: Cast, page: Page, one: Participation, **more: str) -> str:
    """What Karin reads when she has handed something over to Af."""
    client, af = page("karin"), cast.unit("Af Flen").authority_id
    there = f"/deltagare/{one.pk}/lamna-ut/"
    send(client, there, receivers=[str(af)], agreement="Per ringer.", **more)
    return get(client, f"/deltagare/{one.pk}/samtycke/")


def copy_to_af(cast: Cast, one: Participation) -> None:
    part = ConsentPart.objects.get(
        circle=one.circle_id, giver=one.controller_id, information="agreement",
        receiver=cast.unit("Af Flen").authority_id,
    )  # fmt: skip
    item = Item(part, "agreement", one.person.name, "Överenskommet", "Per ringer.")
    release([item], by=cast.viewer("karin"))


def stands(cast: Cast, one: Participation) -> Arrival:
    cast.as_everyone()
    af = cast.unit("Af Flen")
    one.circle.refresh_from_db()
    whole = at_authorities(one.circle, [af.authority_id], TODAY)[af.authority_id]
    alone = at_units(one.circle, [af], TODAY)[af.pk]
    assert alone == (Arrival.NOT_THIS_UNIT if whole == Arrival.NO_UNIT else whole)
    return whole


def test_where_a_unit_is_in_it_is_read_now_though_it_has_not_accepted(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    shown = handed_over(cast, page, one)
    assert "Utlämnat till Arbetsförmedlingen, som kan läsa det nu." in shown
    assert shown.count(NOW) == 2
    assert received(cast.as_("per")).count() == 1


def test_where_no_unit_is_in_it_is_read_first_when_one_has_come_in(cast: Cast, page: Page) -> None:
    one = named_alone(cast)
    shown = handed_over(cast, page, one)
    assert f"som kan läsa det först {LATER}." in shown
    assert f"kan läsa det {LATER}<" in shown
    assert not received(cast.as_("per")).exists()
    cast.as_everyone()
    let_in(one.circle, [cast.unit("Af Flen").pk], from_day=TODAY, by=cast.viewer("karin"))
    assert stands(cast, one) == Arrival.NOW
    assert received(cast.as_("per")).count() == 1


def test_what_is_given_outside_is_said_of_no_reader_here(cast: Cast, page: Page) -> None:
    one = named_alone(cast)
    shown = handed_over(cast, page, one, how="brev")
    assert "Antecknat att det lämnas till Arbetsförmedlingen utanför Stafett: brev." in shown
    assert "kan läsa det" not in shown


def test_where_nobody_holds_a_post_it_reaches_nobody_yet(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    assert stands(cast, one) == Arrival.NOW
    Tenure.objects.filter(position__unit=cast.unit("Af Flen")).update(until_day=TODAY)
    assert stands(cast, one) == Arrival.NOBODY
    copy_to_af(cast, one)
    told = shared(cast.as_("karin"), one).copies
    assert [arrives for _copy, arrives in told] == [NOBODY]


def test_a_unit_that_has_left_reads_what_it_got_while_of_the_protected_the_named_do(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    let_stay_until(one.circle, cast.unit("Af Flen").pk, TODAY, by=cast.viewer("karin"))
    assert stands(cast, one) == Arrival.NOW
    team = [(post.unit_id, post.position_id) for post in cast.viewer("karin").posts]
    name_team([one.circle], team, by=cast.viewer("karin"))
    assert stands(cast, one) == Arrival.NO_UNIT
    named = [(post.unit_id, post.position_id) for post in cast.viewer("per").posts]
    name_team([one.circle], [*team, *named], by=cast.viewer("karin"))
    assert stands(cast, one) == Arrival.NOW


def test_a_unit_that_is_not_in_reads_nothing_of_what_another_there_does(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    other = cast.unit("FK Eskilstuna")
    assert at_units(one.circle, [other], TODAY) == {other.pk: Arrival.NOT_THIS_UNIT}


def test_how_it_stands_is_told_to_the_giver_alone(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    copy_to_af(cast, one)
    told = {who: shared(cast.as_(who), one).copies for who in ("karin", "per")}
    assert [[arrives for _copy, arrives in told[who]] for who in told] == [[NOW], [""]]


def test_how_it_stands_is_told_no_more_when_the_consent_is_over(cast: Cast) -> None:
    one = named_alone(cast)
    copy_to_af(cast, one)
    assert "".join(arrives for _c, arrives in shared(cast.as_("karin"), one).copies)
    cast.as_everyone()
    parts = list(ConsentPart.objects.filter(circle=one.circle_id).order_by("pk"))
    withdraw(parts, how="Ringde", by=cast.viewer("karin"))
    assert [arrives for _copy, arrives in shared(cast.as_("karin"), one).copies] == [""]


def test_a_seat_to_come_reads_nothing_yet(cast: Cast) -> None:
    one = named_alone(cast)
    let_in(
        one.circle, [cast.unit("Af Flen").pk], from_day=TODAY + timedelta(days=3),
        by=cast.viewer("karin"),
    )  # fmt: skip
    assert Member.objects.filter(circle=one.circle_id, unit=cast.unit("Af Flen")).exists()
    assert stands(cast, one) == Arrival.NO_UNIT
