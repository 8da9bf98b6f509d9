"""What becomes of booked meetings and of promises when a case ends, and when the exit is undone?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from stafett.casework import exiting
from stafett.casework.actions import Exit, close, correct, reopen
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Participation
from stafett.meetings.actions import step
from stafett.meetings.models import Meeting, Promise
from stafett.meetings.noticing import assigned, called, cancelled, due_soon
from stafett.meetings.queries.today import TO_COME, my_promises
from stafett.meetings.releasing import hand_over
from stafett.meetings.rules import Step
from stafett.meetings.settling import ENDED, ends_with_it, stays_settled
from stafett.safeguards.actions import withdraw
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import get, send
from tests.cast import TODAY, Cast
from tests.commissions.world import given as commission_given
from tests.meetings.world import SOON, af_gives_too, booked, held, of_person, of_post, of_unit

Page = Callable[[str], Client]
YESTERDAY = TODAY - timedelta(days=1)
BEFORE = TODAY - timedelta(days=20)


def leave(cast: Cast, case: Participation, last: object = TODAY, who: str = "karin") -> None:
    """The case ends, with nobody needed next."""
    told = Exit(last, cast.outcome("arbete").pk, "none_needed")  # type: ignore[arg-type]
    close([(case, told)], by=cast.as_(who))
    cast.as_everyone()


def takes_back(cast: Cast) -> None:
    """The person takes every consent back."""
    cast.as_everyone()
    withdraw(list(ConsentPart.objects.all()), how="Ringde", by=cast.viewer("karin"))


def with_af(cast: Cast) -> Participation:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    return case


def now(cast: Cast, row: Meeting | Promise) -> tuple[str, str]:
    """How it stands, and why."""
    cast.as_everyone()
    row.refresh_from_db()
    return row.state, row.because


def test_an_exit_calls_off_what_is_booked_after_the_last_day_and_drops_what_nobody_kept(
    cast: Cast,
) -> None:
    """Amina slutar i dag. Mötet om två veckor ställs in och löftena utgår. Dagens möte står kvar."""
    case = with_af(cast)
    earlier = booked(cast, case, "Af Flen", on=BEFORE)
    late, mine = held(
        cast, earlier, of_person(due=YESTERDAY), of_post(cast.viewer("karin"), due=SOON)
    )
    unnoted, today = (booked(cast, case, on=on) for on in (YESTERDAY, TODAY))
    ahead = booked(cast, case, "Af Flen", on=SOON)
    step(mine, Step.MOVE, by=cast.as_("karin"), to=SOON + timedelta(days=1), because="Sjuk")
    leave(cast, case)
    assert now(cast, ahead) == ("cancelled", "Deltagandet avslutades.")
    assert (ahead.cause, ahead.noted_by, ahead.noted_on) == ("called_off", "Karin Ek", TODAY)
    assert set(ahead.called.order_by("pk").values_list("came", flat=True)) == {False}
    assert [now(cast, one)[0] for one in (unnoted, today, earlier)] == [
        "planned",
        "planned",
        "held",
    ]
    for promise in (late, mine):
        assert now(cast, promise) == ("dropped", "Deltagandet avslutades.")
        assert promise.settled_on == TODAY


def test_a_meeting_today_is_called_off_when_the_last_day_has_been(cast: Cast) -> None:
    case = cast.enrolled()
    missed, today = (booked(cast, case, on=on) for on in (YESTERDAY, TODAY))
    leave(cast, case, YESTERDAY - timedelta(days=1))
    assert now(cast, today)[0] == "cancelled"
    assert now(cast, missed)[0] == "planned"


def test_what_was_kept_or_dropped_before_stays_as_it_is(cast: Cast) -> None:
    case = cast.enrolled()
    kept, dropped = held(cast, booked(cast, case), of_person("Ringa"), of_person("Skriva"))
    step(kept, Step.KEEP, by=cast.as_("karin"))
    step(dropped, Step.DROP, by=cast.as_("karin"), because="Behövs inte")
    leave(cast, case)
    assert (now(cast, kept)[0], now(cast, dropped)) == ("kept", ("dropped", "Behövs inte"))


def test_those_called_are_told_as_when_somebody_calls_it_off(cast: Cast) -> None:
    """Per var kallad till mötet. Han får notisen att det är inställt. Karin, som avslutade, får ingen."""
    case = with_af(cast)
    one = booked(cast, case, "Af Flen", on=SOON)
    af_gives_too(cast)
    own = booked(cast, case, "AUC", on=SOON, by="per")
    leave(cast, case)
    told = {news.link for news in cancelled(cast.as_("per"))}
    assert told == {reverse("meeting", args=[case.pk, each.pk]) for each in (one, own)}
    assert list(cancelled(cast.as_("karin"))) == []
    assert now(cast, own)[0] == "cancelled"
    assert own.noted_by == "Stafett"


def test_it_settles_what_whoever_ends_it_does_not_see_and_does_not_tell_of_it(
    cast: Cast, page: Page
) -> None:
    """Af får veta hur det går, men har inte lämnat något till Flen. Pers eget möte nämns inte för Karin."""
    case = cast.enrolled()
    flen, af = case.controller_id, cast.unit("Af Flen").authority_id
    both = parts_between({flen, af}, {"course", "agreement"}, {})
    cast.consented(case, "Af Flen", parts=[one for one in both if one[0] == flen])
    own = booked(cast, case, on=SOON, by="per", purpose="Afs egen sak")
    (promised,) = held(cast, booked(cast, case, by="per"), of_post(cast.viewer("per")), by="per")
    assert ends_with_it(case, cast.as_("karin")) == []
    assert "Det här avslutas samtidigt" not in get(
        page("karin"), reverse("close_participation", args=[case.pk])
    )
    leave(cast, case)
    assert (now(cast, own)[0], now(cast, promised)[0]) == ("cancelled", "dropped")
    assert stays_settled(case, cast.as_("karin")) == []


def test_an_authority_that_may_not_know_of_the_exit_keeps_its_own_as_it_is(cast: Cast) -> None:
    """Amina har tagit tillbaka sitt ja till Af. Pers eget möte och löfte säger inte att hon har slutat."""
    case = with_af(cast)
    noted = booked(cast, case, "Af Flen")
    (theirs,) = held(cast, noted, of_unit(cast, "Af Flen"))
    noted.refresh_from_db()
    hand_over(noted, by=cast.as_("karin"))
    own = booked(cast, case, on=TODAY + timedelta(days=3), by="per")
    takes_back(cast)
    leave(cast, case)
    assert now(cast, theirs) == ("dropped", ENDED)
    assert now(cast, own) == ("planned", "")
    per = cast.as_("per")
    assert [one.copy_of for one in my_promises(per)] == [theirs.pk]
    assert [row.pk for row in TO_COME.by(per, until=SOON)] == [own.pk]


def test_whoever_knows_of_a_promise_alone_is_told_that_it_is_dropped_and_not_why(
    cast: Cast,
) -> None:
    """Amina bjöd själv in Psykiatrin. Rut får veta att hennes löfte utgår, inte att deltagandet har slutat."""
    case = cast.enrolled()
    one = booked(cast, case, "Psykiatrin", by_person=True)
    held(cast, one, of_unit(cast, "Psykiatrin", "Ringa om remissen"))
    one.refresh_from_db()
    hand_over(one, by=cast.as_("karin"))
    copy = my_promises(cast.as_("rut")).get()
    leave(cast, case)
    assert now(cast, copy) == ("dropped", "Skälet finns hos den som ändrade det.")
    assert not my_promises(cast.as_("rut")).exists()


def test_both_records_of_a_promise_say_why_where_both_may_know(cast: Cast) -> None:
    case = with_af(cast)
    one = booked(cast, case, "Af Flen")
    (theirs,) = held(cast, one, of_unit(cast, "Af Flen"))
    one.refresh_from_db()
    hand_over(one, by=cast.as_("karin"))
    copy = my_promises(cast.as_("per")).get()
    leave(cast, case)
    assert now(cast, copy) == now(cast, theirs) == ("dropped", ENDED)


def test_the_form_says_beforehand_what_ends_with_it(cast: Cast, page: Page) -> None:
    """Karin öppnar Avsluta. Där står mötet som ställs in, löftet som utgår och uppdraget som upphör."""
    case = with_af(cast)
    _mine, kept = held(
        cast, booked(cast, case, on=YESTERDAY), of_person(), of_person("Redan gjort")
    )
    step(kept, Step.KEEP, by=cast.as_("karin"))
    booked(cast, case, on=YESTERDAY, purpose="Inte antecknat")
    booked(cast, case, at=None)
    booked(cast, case, "Af Flen", on=SOON)
    commission_given(cast, case, "Af Flen")
    said = exiting.ends_with_it(case, cast.as_("karin"))
    uppdrag, *rest = said
    assert uppdrag.startswith("Uppdrag till Af Flen: ")
    assert rest == [
        "Flerpartssamtal 2 juni 2025. Ställs in om sista dagen är före i dag.",
        "Flerpartssamtal 16 juni 2025 09.00. Ställs in.",
        "De kallade som har Stafett får veta det. Säg till personen själv.",
        "Amina Öberg: Skriva sitt cv, senast 16 juni 2025. Utgår.",
    ]
    client = page("karin")
    shown = get(client, reverse("close_participation", args=[case.pk]))
    assert "Det här avslutas samtidigt" in shown
    assert all(f"<li>{one}</li>" in shown for one in said)
    answer = client.get(f"/api/v1/participations/{case.pk}/forms/close_participation").json()
    assert answer["also"] == said


def test_undoing_the_exit_says_what_does_not_come_back(cast: Cast, page: Page) -> None:
    """Avslutet var fel. Karin ångrar det, och sidan säger att mötet måste bokas om och löftet tas tillbaka."""
    case = with_af(cast)
    (promise,) = held(cast, booked(cast, case, on=YESTERDAY), of_person())
    by_hand = booked(cast, case, on=SOON + timedelta(days=1))
    one = booked(cast, case, on=SOON)
    commission_given(cast, case, "Af Flen")
    client, there = page("karin"), reverse("meeting_cancel", args=[case.pk, by_hand.pk])
    send(client, there, because="Karin är sjuk")
    leave(cast, case)
    case.refresh_from_db()
    undo = reverse("reopen_participation", args=[case.pk])
    shown = get(client, undo)
    assert "Det här kommer inte tillbaka av sig självt" in shown
    assert "Flerpartssamtal 16 juni 2025 09.00. Inställt. Boka det på nytt" in shown
    assert "Skriva sitt cv, senast 16 juni 2025. Utgick. Välj Ångra" in shown
    assert "Upphörde. Ge det på nytt" in shown
    assert "17 juni" not in shown
    told = send(client, undo, because="Fel person")
    assert "ställdes in eller upphörde med avslutet kommer inte tillbaka" in get(client, told.url)
    assert (now(cast, one)[0], now(cast, promise)[0]) == ("cancelled", "dropped")


def test_undoing_an_exit_that_settled_nothing_says_no_more(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    leave(cast, case)
    client, undo = page("karin"), reverse("reopen_participation", args=[case.pk])
    assert "kommer inte tillbaka" not in get(client, undo)
    assert "kommer inte tillbaka" not in get(client, send(client, undo, because="Fel").url)


def test_why_it_was_called_off_is_known_again_whatever_language_it_was_ended_in(cast: Cast) -> None:
    case = with_af(cast)
    one = booked(cast, case, on=SOON)
    commission_given(cast, case, "Af Flen")
    with override("en"):
        leave(cast, case)
    assert now(cast, one) == ("cancelled", ENDED)
    assert len(exiting.stays_settled(case, cast.as_("karin"))) == 2


def test_what_lapsed_before_the_exit_is_not_said_to_have_ended_with_it(cast: Cast) -> None:
    case = with_af(cast)
    commission_given(cast, case, "Af Flen")
    takes_back(cast)
    leave(cast, case)
    assert exiting.stays_settled(case, cast.as_("karin")) == []


def test_what_is_taken_back_or_has_been_stays_settled_no_more(cast: Cast) -> None:
    """Karin tog tillbaka löftet, och mötets dag har varit. Då finns inget mer att säga om det."""
    case = cast.enrolled()
    (promise,) = held(cast, booked(cast, case), of_person())
    booked(cast, case, on=SOON)
    leave(cast, case)
    case.refresh_from_db()
    reopen([case], by=cast.as_("karin"), because="Fel")
    karin = cast.as_("karin")
    assert len(stays_settled(case, karin)) == 2
    promise.refresh_from_db()
    step(promise, Step.REOPEN, by=karin)
    assert len(stays_settled(case, karin)) == 1
    karin.__dict__["day"] = SOON + timedelta(days=1)
    assert stays_settled(case, karin) == []


def test_a_last_day_that_is_moved_or_undone_settles_no_more_than_what_is_after_it(
    cast: Cast,
) -> None:
    case = cast.enrolled()
    today, ahead = (booked(cast, case, on=on) for on in (TODAY, SOON))
    leave(cast, case)
    case.refresh_from_db()
    earlier = as_told(case, ends_on=YESTERDAY)
    correct([(case, earlier)], by=cast.as_("karin"), because="Fel dag", only={"ends_on"})
    assert now(cast, today)[0] == now(cast, ahead)[0] == "cancelled"
    cast.as_everyone()
    case.refresh_from_db()
    reopen([case], by=cast.as_("karin"), because="Fel")
    new = booked(cast, case, on=SOON)
    (promise,) = held(cast, booked(cast, case), of_person())
    assert (now(cast, new)[0], now(cast, promise)[0]) == ("planned", "open")


def test_another_case_is_left_alone(cast: Cast) -> None:
    case, other = cast.enrolled(), cast.enrolled()
    one = booked(cast, other, on=SOON)
    (promise,) = held(cast, booked(cast, other), of_person())
    booked(cast, case, on=SOON)
    leave(cast, case)
    assert (now(cast, one)[0], now(cast, promise)[0]) == ("planned", "open")


def test_idag_and_its_news_have_nothing_of_the_controllers_in_a_case_that_has_ended(
    cast: Cast,
) -> None:
    case = cast.enrolled()
    karin = cast.viewer("karin")
    held(cast, booked(cast, case, on=YESTERDAY), of_post(karin, due=TODAY))
    today, ahead = (booked(cast, case, on=TODAY + timedelta(days=on)) for on in (0, 2))
    assert {row.pk for row in TO_COME.by(cast.as_("karin"), until=SOON)} == {today.pk, ahead.pk}
    assert my_promises(karin).count() == len(list(due_soon(karin))) == 1
    leave(cast, case)
    back = {"noted_on": None, "noted_by": "", "cause": "", "because": ""}
    Meeting.objects.filter(pk=ahead.pk).update(state="planned", **back)
    Promise.objects.update(state="open", settled_on=None, because="")
    karin = cast.as_("karin")
    assert [row.pk for row in TO_COME.by(karin, until=SOON)] == [today.pk]
    assert not my_promises(karin).exists()
    assert [list(find(karin)) for find in (due_soon, assigned, called)] == [[], [], []]
