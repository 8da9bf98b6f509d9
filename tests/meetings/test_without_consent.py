"""Who is called to a meeting, and who is told what, once a consent has been taken back or has ended (law 2)?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.test import Client
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.meetings.actions import Guest
from stafett.meetings.changing import change
from stafett.meetings.models import Called, Meeting, Role
from stafett.meetings.noticing import called_off, meetings_in_calendar
from stafett.meetings.queries.case import meetings_page, seen_meeting
from stafett.meetings.queries.history import changes_of_meeting
from stafett.meetings.releasing import hand_over
from stafett.meetings.summons import summons
from stafett.papers.paper import Facts
from stafett.safeguards.actions import name_team, withdraw
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.rules import Terms, parts_between
from tests.casework.conftest import get
from tests.cast import TODAY, Cast
from tests.meetings.world import SOON, af_gives_too, booked, calling, held, of_unit
from tests.notices.telling import news, notices

Page = Callable[[str], Client]
LATER = SOON + timedelta(days=7)


def with_af(cast: Cast, *units: str, **told: object) -> tuple[Participation, Meeting]:
    """A meeting in two weeks to which Af is called, as a consent lets it be."""
    case = cast.enrolled()
    cast.consented(case, "Af Flen", *units)
    return case, booked(cast, case, "Af Flen", *units, on=SOON, **told)


def take_back(cast: Cast, unit: str = "Af Flen") -> None:
    """The person takes back what lets the case's authorities and this unit's talk."""
    cast.as_everyone()
    home = cast.unit(unit).authority_id
    parts = ConsentPart.objects.filter(giver=home) | ConsentPart.objects.filter(receiver=home)
    withdraw(list(parts.order_by("pk")), how="Ringde", by=cast.viewer("karin"))


def coming(cast: Cast, one: Meeting) -> str:
    """Who comes, as the summons says."""
    paper = summons(one, cast.as_("karin"))
    facts = next(block for block in paper.parts[0].blocks if isinstance(block, Facts))
    return dict(facts.pairs)["De som kommer"]


def units_of(cast: Cast, one: Meeting) -> set[str]:
    cast.as_everyone()
    return set(one.called.exclude(unit=None).values_list("unit__name", flat=True))


def test_who_may_know_no_more_is_called_no_more_and_stands_in_no_summons(cast: Cast) -> None:
    """Amina tar tillbaka sitt ja till Af. Af är inte längre kallad, och står inte i kallelsen."""
    case, one = with_af(cast, "FK Eskilstuna")
    past = booked(cast, case, "Af Flen", on=TODAY - timedelta(days=1))
    assert "Af Flen" in coming(cast, one)
    take_back(cast)
    assert units_of(cast, one) == {"AUC", "FK Eskilstuna"}
    assert coming(cast, one) == "du, AUC, FK Eskilstuna"
    assert units_of(cast, past) == {"AUC", "Af Flen"}


def test_those_who_were_called_hear_that_they_are_not_and_nothing_of_whom_it_is_about(
    cast: Cast, page: Page
) -> None:
    """Per får notisen Inte längre kallad till möte, med dagen. Den leder till Idag och nämner inte Amina."""
    with_af(cast)
    assert news(cast, "per") == ["meeting_called"]
    take_back(cast)
    assert news(cast, "per", besides="consent_taken_back") == ["meeting_without"]
    (told,) = [row for row in notices(cast, "per") if row.what == "meeting_without"]
    assert (told.link, told.day, told.circle_id) == ("/", SOON, None)
    shown = get(page("per"), "/notiser/")
    assert "Inte längre kallad till möte" in shown
    assert "Amina" not in shown
    assert page("per").get(told.link).status_code == 200
    assert list(meetings_in_calendar(cast.as_("per"), TODAY, LATER)) == []
    for who in ("fatima", "sven", "karin", "rut"):
        assert list(called_off(cast.as_(who))) == []


def test_the_day_is_the_one_they_were_called_to_whatever_becomes_of_the_meeting(cast: Cast) -> None:
    _case, one = with_af(cast)
    take_back(cast)
    change(one, calling(cast, on=LATER), by=cast.as_("karin"))
    assert [found.day for found in called_off(cast.as_("per"))] == [SOON]
    one.refresh_from_db()
    change(one, calling(cast, on=TODAY), by=cast.as_("karin"))
    assert [found.day for found in called_off(cast.as_("per"))] == [SOON]


def test_it_is_no_news_of_a_day_that_has_been(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    booked(cast, case, "Af Flen", on=TODAY)
    take_back(cast)
    cast.as_("per")
    per = cast.viewer("per")
    assert len(list(called_off(per))) == 1
    per.__dict__["day"] = TODAY + timedelta(days=1)
    assert list(called_off(per)) == []


def test_whoever_is_taken_off_by_hand_and_may_see_the_case_is_led_to_the_meeting(
    cast: Cast,
) -> None:
    """Samtycket till Af togs tillbaka och gavs på nytt. Per ser ärendet, och notisen leder till mötet."""
    case, _before = with_af(cast)
    take_back(cast)
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen", on=SOON, at=None)
    change(one, calling(cast, on=SOON, at=None), by=cast.as_("karin"))
    told = [found for found in called_off(cast.as_("per")) if found.thing.startswith(str(one.pk))]
    assert [found.link for found in told] == [reverse("meeting", args=[case.pk, one.pk])]
    assert told[0].spine is not None


def test_whoever_never_knew_of_it_by_a_consent_hears_nothing(cast: Cast) -> None:
    """Psykiatrin var inbjuden av Amina själv. Att Karin tar bort dem säger Stafett ingenting om hos dem."""
    one = booked(cast, cast.enrolled(), "Psykiatrin", on=SOON, by_person=True)
    change(one, calling(cast, on=SOON), by=cast.as_("karin"))
    assert list(called_off(cast.as_("rut"))) == []


def test_whoever_is_called_again_is_told_of_that_alone(cast: Cast) -> None:
    _case, one = with_af(cast)
    take_back(cast)
    assert len(list(called_off(cast.as_("per")))) == 1
    change(one, calling(cast, "Af Flen", on=SOON, by_person=True), by=cast.as_("karin"))
    assert list(called_off(cast.as_("per"))) == []


def test_those_whom_the_person_invited_stay_until_it_is_they_who_are_parted(cast: Cast) -> None:
    case = cast.enrolled()
    one = booked(cast, case, "Psykiatrin", on=SOON, by_person=True)
    flen, rut = case.controller_id, cast.unit("Psykiatrin").authority_id
    cast.consented(case, "Af Flen")
    cast.consented(case, parts=parts_between({flen, rut}, {"course"}, {}))
    take_back(cast)
    assert units_of(cast, one) == {"AUC", "Psykiatrin"}
    take_back(cast, "Psykiatrin")
    assert units_of(cast, one) == {"AUC"}


def test_a_meeting_that_they_called_lets_go_of_the_others_too(cast: Cast) -> None:
    """Per kallade AUC. Samtycket tas tillbaka. Karin kunde aldrig läsa mötet, och får heller ingen notis."""
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    af_gives_too(cast)
    one = booked(cast, case, "AUC", on=SOON, by="per")
    take_back(cast)
    assert units_of(cast, one) == {"Af Flen"}
    assert list(called_off(cast.as_("karin"))) == []


def test_who_may_not_know_of_the_authorities_reads_the_same_before_and_after(cast: Cast) -> None:
    """FK läser mötet men får inte veta vilka som är med. Att Af försvinner syns inte där."""
    case, one = with_af(cast)
    flen, fk = case.controller_id, cast.unit("FK Eskilstuna").authority_id
    kinds = {"course", "agreement"}
    cast.consented(case, "FK Eskilstuna", parts=parts_between({flen, fk}, kinds, {}))

    def read() -> tuple[object, ...]:
        card = seen_meeting(cast.as_("fatima"), case.pk, one.pk)
        changes = changes_of_meeting(cast.viewer("fatima"), card.meeting, card.known)
        return card.who, card.not_summoned, changes, list(called_off(cast.as_("fatima")))

    before = read()
    assert "Af Flen" not in before[0]  # type: ignore[operator]
    take_back(cast)
    assert read() == before


def test_of_somebody_protected_only_the_named_hear_of_it(cast: Cast) -> None:
    case, _one = with_af(cast)
    take_back(cast)
    cast.as_everyone()
    team = [(post.unit_id, post.position_id) for post in cast.viewer("karin").posts]
    name_team([case.circle], team, by=cast.viewer("karin"))
    assert list(called_off(cast.as_("per"))) == []
    cast.as_everyone()
    per = [(post.unit_id, post.position_id) for post in cast.viewer("per").posts]
    name_team([case.circle], [*team, *per], by=cast.viewer("karin"))
    assert len(list(called_off(cast.as_("per")))) == 1


def until(cast: Cast, last: date) -> Meeting:
    """A meeting in two weeks under a consent that ends before or after it; Psykiatrin invited by the person."""
    case = cast.enrolled()
    cast.consented(case, "Af Flen", terms=Terms(TODAY, last, TODAY))
    return booked(cast, case, "Af Flen", on=SOON)


def test_a_consent_that_ends_before_the_meeting_puts_nobody_in_the_summons(
    cast: Cast, page: Page
) -> None:
    """Samtycket till Af slutar dagen före mötet. Af står inte i kallelsen, och mötets sida säger varför."""
    one = until(cast, SOON)
    address = reverse("meeting", args=[one.participation_id, one.pk])
    assert coming(cast, one) == "du, AUC"
    assert "Står inte i kallelsen: Af Flen." in get(page("karin"), address)
    assert meetings_page(cast.as_("karin"), one.participation_id).planned[0].who[-1] == "Af Flen"
    assert "Står inte i kallelsen" not in get(page("per"), address)


def test_one_that_lasts_through_the_day_of_the_meeting_does(cast: Cast, page: Page) -> None:
    one = until(cast, SOON + timedelta(days=1))
    assert coming(cast, one) == "du, AUC, Af Flen"
    address = reverse("meeting", args=[one.participation_id, one.pk])
    assert "Står inte i kallelsen" not in get(page("karin"), address)


def test_whom_the_person_invited_or_is_no_authority_stands_in_the_summons(cast: Cast) -> None:
    guests = (
        Guest(Role.UNIT, unit_id=cast.unit("Psykiatrin").pk), Guest(Role.OUTSIDE, name="Bo"),
        Guest(Role.INTERPRETER, name="somaliska"), Guest(Role.UNIT, unit_id=cast.unit("Projektkontoret").pk),
    )  # fmt: skip
    one = booked(cast, cast.enrolled(), on=SOON, guests=guests, by_person=True)
    assert coming(cast, one) == "du, AUC, Psykiatrin, Bo, somaliska (tolk), Projektkontoret"


def test_one_that_has_ended_by_its_last_day_takes_nobody_off(cast: Cast) -> None:
    one = until(cast, TODAY + timedelta(days=3))
    karin = cast.as_("karin")
    karin.__dict__["day"] = TODAY + timedelta(days=5)
    facts = summons(one, karin).parts[0].blocks[1]
    assert isinstance(facts, Facts)
    assert dict(facts.pairs)["De som kommer"] == "du, AUC"
    assert Called.objects.filter(meeting=one, unit=cast.unit("Af Flen")).exists()


def test_a_promise_on_idag_leads_to_ones_own_record_when_the_case_is_closed(
    cast: Cast, page: Page
) -> None:
    """Per har ett löfte att hålla i ett ärende som är stängt för Af. Namnet på Idag leder till Vårt eget."""
    case, _one = with_af(cast)
    first = booked(cast, case, "Af Flen")
    held(cast, first, of_unit(cast, "Af Flen"))
    first.refresh_from_db()
    hand_over(first, by=cast.as_("karin"))
    tab, own = reverse("meetings", args=[case.pk]), reverse("own_record", args=[case.circle_id])
    client = page("per")
    assert f'href="{tab}"' in get(client, "/")
    take_back(cast)
    shown = get(client, "/")
    assert f'href="{own}"' in shown
    assert f'href="{tab}"' not in shown
    assert "Boka studiebesök" in get(client, own)
