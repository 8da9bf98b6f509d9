"""Somebody outside answers by a one-time link: what they read, what their answer does, and when it is over."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from stafett.casework.actions import Exit, correct
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Participation
from stafett.handover.actions import (
    Confirmed,
    record,
    take_by_link,
    withdraw,
)
from stafett.handover.ending import ENDINGS as HANDOVERS
from stafett.handover.models import Handover, Manner
from stafett.handover.noticing import answered
from stafett.handover.queries.figures import figures
from stafett.parties import actions as parties
from stafett.parties.models import Tenure
from stafett.safeguards import actions as safeguards
from stafett.safeguards.ending import ENDINGS as LINKS
from stafett.safeguards.models import Consent, Identification, Link, LinkState, Release
from stafett.safeguards.rules import Refused
from tests.accounts.openid.running import ID, Running
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_consent_pages import at as consents_at
from tests.casework.unit_world import BY, karins
from tests.cast import TODAY, Cast
from tests.handover.giving import held, proposed
from tests.handover.test_pages import at
from tests.handover.test_scenarios import found
from tests.links.test_release_by_link import NINA, protect
from tests.links.walking import (
    AMINA,
    ANSWER,
    IDENTIFY,
    LINK,
    RESULT,
    SOMEBODY,
    back,
    code_on,
    on_the_way,
    opened,
    readings_of,
    says,
    with_number,
)

pytestmark = pytest.mark.loopback
CLINIC = "Psykiatrin"
WHAT = "Samordning av rehabiliteringen, halvtid från måndag."
OVER = "Länken gäller inte längre"


@pytest.fixture
def one(cast: Cast, provider: Running) -> Participation:
    says(provider, NINA)
    one = with_number(cast)
    cast.consented(one, "Af Flen", "Psykiatrin")
    proposed(cast, one, outside=CLINIC)
    return one


def filled(cast: Cast, **told: Any) -> dict[str, Any]:
    return {
        "about": cast.unit("Psykiatrin").authority_id, "receiver": "Nina Norr", "number": "600118-9114",
        "days": 7, "what": WHAT, "outcome": cast.outcome("arbete").pk, "end_reason": "anställning", **told,
    }  # fmt: skip


def made(cast: Cast, page: Page, one: Participation, **told: Any) -> str:
    """Make a link about taking over; gives the code."""
    return code_on(send(page("karin"), at(one, "lank"), 200, **filled(cast, **told)))


@pytest.fixture
def code(cast: Cast, page: Page, one: Participation) -> str:
    return made(cast, page, one)


@pytest.fixture
def desk(code: str) -> Client:
    """Nina, who has opened the link."""
    desk = Client()
    opened(desk, code)
    return desk


def answers(desk: Client, answer: str, said: str = "", expected: int = 302) -> str:
    """Answer at the link, and read the page that comes of it."""
    sent = desk.post(ANSWER, {"answer": answer, "said": said})
    assert sent.status_code == expected, sent.content.decode()
    told: str = sent.content.decode() if expected != 302 else desk.get(RESULT).content.decode()
    return told


def told(cast: Cast) -> list[str]:
    """What of the answers Karin is told of: how the handover stood then."""
    return [one.thing.rpartition(":")[2] for one in answered(cast.as_("karin"))]


def handover() -> Handover:
    return Handover.objects.select_related("link").get()


def test_the_receiver_reads_what_was_written_for_them_and_nothing_more(
    one: Participation, code: str
) -> None:
    text = opened(Client(), code)
    assert WHAT in text
    assert "Du svarar för Psykiatrin, som Nina Norr." in text
    assert one.person.name in text
    kept_away = ["anställning", "Det känns bra", "Coachning mot arbete", "19600106", "arbete fick"]
    assert [words for words in kept_away if words in text] == []


def test_a_yes_ends_it_in_the_same_instant_with_the_receiver_as_next(
    cast: Cast, page: Page, one: Participation, desk: Client
) -> None:
    """Karin skickar en länk till Nina på psykiatrin. Nina legitimerar sig och svarar ja. I samma stund är
    deltagandet avslutat med psykiatrin som den som tar över, och AUC har hållit ihop till och med i dag."""
    assert "Tack, svaret är antecknat" in answers(desk, "yes")
    row = handover()
    by_whom = (row.taken_by, row.taken_on, row.given_by, row.closed_by)
    assert (row.stand, row.manner) == ("done", "link")
    assert by_whom == (f"Nina Norr, {CLINIC}", TODAY, "Karin Ek", "Karin Ek")
    one.refresh_from_db()
    assert (one.status, one.next_step_id, one.next_outside) == ("ended", "holder", CLINIC)
    assert (one.ends_on, one.end_reason) == (TODAY, "anställning")
    assert held(cast, one) == [("AUC", one.starts_on, TODAY + timedelta(days=1))]
    assert figures(cast.as_("karin"), cast.initiative).handovers["outside"] == 1
    text = get(page("karin"), at(one))
    assert "bekräftad utanför systemet" in text
    assert "(genom länk)" in text


def test_the_giver_is_told_and_the_history_says_who_said_it(
    cast: Cast, one: Participation, desk: Client
) -> None:
    assert told(cast) == []
    answers(desk, "yes")
    assert told(cast) == ["done"]
    cast.as_everyone()
    events: Any = one.events  # type: ignore[attr-defined]
    assert events.latest("pgh_id").pgh_context.metadata["name"] == "Nina Norr, genom länk"


def test_a_question_is_answered_at_the_link_and_then_they_say_yes(
    cast: Cast, page: Page, one: Participation, desk: Client, code: str
) -> None:
    """Nina undrar om Amina kan börja klockan fem. Karin får veta det och svarar. Nina öppnar länken igen, läser
    svaret och säger ja."""
    text = answers(desk, "ask", "Kan hon börja klockan fem?")
    assert "Kan hon börja klockan fem?" in text
    assert "inte svarat än" in text
    assert told(cast) == ["asked"]
    assert ("handover_waits", "AUC") in found(cast, "karin", later=1)
    send(page("karin"), at(one, "svara"), answer="Ja, men inte lördagar.")
    text = opened(Client(), code)
    assert "Ja, men inte lördagar." in text
    assert "inte svarat än" not in text
    copies = Release.objects.filter(link__handover=handover()).order_by("pk")
    assert [copy.title for copy in copies][-1] == "Svar på er fråga"
    assert {copy.how for copy in copies} == {f"engångslänk till Nina Norr, {CLINIC}"}
    answers(desk, "yes")
    assert handover().stand == "done"


def test_they_may_say_yes_while_their_question_waits(desk: Client) -> None:
    answers(desk, "ask", "När?")
    answers(desk, "yes")
    assert handover().stand == "done"


def test_a_no_says_why_and_the_giver_holds_as_before(
    cast: Cast, page: Page, one: Participation, desk: Client
) -> None:
    """Psykiatrin har ingen handledare. Nina säger nej och varför; AUC håller ihop som förut,
    och Karin får veta det."""
    assert "Tack, svaret är antecknat" in answers(desk, "no", "Vi har ingen handledare")
    row = handover()
    kept = (row.stand, row.because, row.closed_by, row.link and row.link.state)
    assert kept == ("declined", "Vi har ingen handledare", f"Nina Norr, {CLINIC}", "answered")
    assert held(cast, one)[-1] == ("AUC", one.starts_on, None)
    assert told(cast) == ["declined"]
    assert "Vi har ingen handledare" in get(page("karin"), at(one))


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("no", "Skriv varför"), ("ask", "Skriv vad ni behöver veta"), ("", "Välj vad ni svarar"),
        ("kanske", "Det valet finns inte"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_the_link_goes_on_waiting(
    desk: Client, answer: str, sentence: str
) -> None:
    text = answers(desk, answer, " ", 422)
    assert sentence in text
    assert WHAT in text
    assert (handover().stand, Link.objects.get().state) == ("proposed", "waiting")


def test_a_no_without_a_known_answer_keeps_what_was_written(desk: Client) -> None:
    assert "Vi undrar en sak" in answers(desk, "", "Vi undrar en sak", 422)


def test_it_is_read_again_until_it_is_answered_and_each_time_is_in_the_log(
    page: Page, one: Participation, code: str
) -> None:
    assert WHAT in opened(Client(), code)
    assert WHAT in opened(Client(), code)
    assert readings_of(one) == [("the_receiver", "link_result", "page")] * 2
    text = get(page("karin"), f"/deltagare/{one.pk}/vem-har-last/")
    assert "Mottagare utan inloggning" in text
    assert CLINIC in text


def test_of_two_browsers_the_first_answer_counts(code: str) -> None:
    first, second, late = Client(), Client(), Client()
    opened(first, code)
    opened(second, code)
    path = on_the_way(late, code)
    answers(first, "yes")
    assert "det första svaret gäller" in answers(second, "no", "nej")
    assert OVER in back(late, path)
    assert Client().post(LINK, {"code": code}).status_code == 422
    assert handover().stand == "done"


def test_two_yeses_at_once_are_one(desk: Client) -> None:
    link = Link.objects.get()
    answers(desk, "yes")
    with pytest.raises(Refused, match="Överlämningen står inte så längre"):
        take_by_link(link, day=TODAY)


def test_whoever_it_was_forwarded_to_reads_nothing_and_answers_nothing(
    one: Participation, code: str, provider: Running
) -> None:
    """Länken hamnar hos fel person. Hen legitimerar sig men läser inget om Amina, kan inte svara, och efter fem
    försök är länken låst."""
    says(provider, SOMEBODY)
    stranger = Client()
    for _time in range(5):
        text = opened(stranger, code)
        assert "Länken är till någon annan" in text
        assert WHAT not in text
    assert stranger.post(ANSWER, {"answer": "yes"}).status_code == 403
    assert handover().link.state == "locked"  # type: ignore[union-attr]
    assert readings_of(one) == []


def test_neither_the_paper_that_carries_it_nor_the_page_it_opens_says_whom_it_is_about(
    cast: Cast, page: Page, one: Participation
) -> None:
    text = send(page("karin"), at(one, "lank"), 200, **filled(cast)).content.decode()
    paper = text[text.index("<h1") : text.index("</main>")]
    paper = re.sub(r'<p class="[^"]*no-print.*?</p>', "", paper, flags=re.S)
    assert 'class="secret">' in paper
    assert [word for word in (one.person.name, CLINIC, WHAT, "Provinsatsen") if word in paper] == []
    assert one.person.name not in Client().get(LINK).content.decode()


def test_a_weaker_identification_opens_nothing(code: str, provider: Running, settings: Any) -> None:
    settings.LINK_LEVELS = {**settings.LINK_LEVELS, "handover": 3}
    says(provider, NINA, acr="loa2")
    assert "inte tillräckligt säker" in opened(Client(), code)


def test_a_link_that_has_run_out_is_the_givers_turn_and_a_new_one_can_be_made(
    cast: Cast, page: Page, one: Participation, desk: Client, code: str
) -> None:
    """Nina svarar inte i tid. På Mellan stolarna väntas först på psykiatrin, sedan är det AUC:s tur.
    Karin gör en ny länk, och på den svarar Nina ja."""
    assert ("link_unanswered", CLINIC) in found(cast, "karin")
    assert ("handover_waits", "AUC") not in found(cast, "karin", later=1)
    cast.as_everyone()
    Link.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert "Frågan har gått ut" in answers(desk, "yes", expected=409)
    assert ("link_unanswered", "AUC") in found(cast, "karin")
    assert "har gått ut" in get(page("karin"), at(one))
    again = made(cast, page, one)
    answers_at = Client()
    opened(answers_at, again)
    answers(answers_at, "yes")
    assert handover().stand == "done"


def test_one_link_at_a_time(cast: Cast, page: Page, one: Participation, code: str) -> None:
    assert "Fråga med engångslänk" not in get(page("karin"), at(one))
    answer = send(page("karin"), at(one, "lank"), 422, **filled(cast))
    assert "En länk väntar redan på svar" in faults(answer)
    assert Link.objects.count() == 1


def test_the_giver_recalls_it_and_the_handover_stays_theirs_to_settle(
    cast: Cast, page: Page, one: Participation, desk: Client, code: str
) -> None:
    assert "Återkalla länken" in get(page("karin"), at(one))
    link = Link.objects.get()
    page("karin").post(f"{consents_at(one, 'samtycke')}lank/{link.pk}/aterkalla/")
    assert desk.post(ANSWER, {"answer": "yes"}).status_code == 409
    assert handover().stand == "proposed"
    assert ("link_unanswered", "AUC") in found(cast, "karin")
    assert "Fråga med engångslänk" in get(page("karin"), at(one))


@pytest.mark.parametrize("how", ["withdrawn", "recorded", "ended"])
def test_a_handover_that_is_over_closes_its_link(
    cast: Cast, one: Participation, desk: Client, code: str, how: str
) -> None:
    karin = cast.as_("karin")
    if how == "withdrawn":
        withdraw(handover(), "Hon ville vänta", by=karin)
    elif how == "recorded":
        said = Confirmed("Nina", TODAY, Manner.PHONE, "Jag vill")
        record(handover(), said, Exit(TODAY, cast.outcome("arbete").pk, None), by=karin)
    else:
        facts = as_told(one, status="ended", ends_on=TODAY, outcome_id=cast.outcome("arbete").pk,
                        next_step_id="none_needed")  # fmt: skip
        correct([(one, facts)], by=karin, because="registret",
                only={"ends_on", "status", "outcome_id", "next_step_id"})  # fmt: skip
    assert handover().link.state == LinkState.RECALLED  # type: ignore[union-attr]
    assert desk.post(ANSWER, {"answer": "yes"}).status_code == 409
    assert WHAT not in desk.get(RESULT).content.decode()


def test_what_was_written_is_given_back_when_the_page_stood_open_too_long(desk: Client) -> None:
    Identification.objects.update(used_at=timezone.now() - timedelta(minutes=31))
    text = answers(desk, "ask", "Kan hon börja klockan fem?", 403)
    assert "Tiden gick ut" in text
    assert "Kan hon börja klockan fem?" in text
    assert handover().stand == "proposed"


def test_a_withdrawn_consent_closes_the_link_and_ends_the_question(
    cast: Cast, page: Page, one: Participation, desk: Client
) -> None:
    """Amina ringer och tar tillbaka sitt samtycke medan Nina har sidan öppen. Sidan stängs, frågan förfaller
    och AUC håller ihop."""
    parts = Consent.objects.get().parts.select_related("circle")
    safeguards.withdraw(list(parts), how="ringde", by=cast.as_("karin"))
    row = handover()
    kept = (row.stand, row.because, row.link and row.link.state)
    assert kept == ("lapsed", "Samtycket togs tillbaka.", "withdrawn")
    assert desk.post(ANSWER, {"answer": "yes"}).status_code == 409
    assert WHAT not in desk.get(RESULT).content.decode()
    assert held(cast, one)[-1] == ("AUC", one.starts_on, None)


def test_a_consent_that_runs_out_before_the_answer_stops_it(
    cast: Cast, one: Participation, desk: Client, code: str
) -> None:
    late = Client()
    path = on_the_way(late, code)
    cast.as_everyone()
    for part in Consent.objects.get().parts.order_by("pk"):
        part.from_day, part.until_day = part.from_day - timedelta(days=1), part.from_day
        part.save()
    assert OVER in answers(desk, "yes", expected=422)
    assert OVER in back(late, path)
    assert handover().stand == "proposed"


def test_whoever_becomes_protected_is_asked_about_no_more(
    cast: Cast, page: Page, one: Participation, desk: Client
) -> None:
    protect(cast, page, one)
    assert desk.post(ANSWER, {"answer": "yes"}).status_code == 403
    assert WHAT not in desk.get(RESULT).content.decode()
    cast.as_everyone()
    assert handover().stand == "proposed"


def test_about_somebody_protected_no_link_is_made(
    cast: Cast, page: Page, one: Participation
) -> None:
    protect(cast, page, one)
    assert "lämnas inget med länk" in get(page("karin"), at(one, "lank"))
    answer = send(page("karin"), at(one, "lank"), 422, **filled(cast))
    assert "lämnas inget med länk" in answer.content.decode()
    assert not Link.objects.exists()


def test_a_yes_is_kept_though_whoever_made_the_link_has_left(
    cast: Cast, page: Page, one: Participation, desk: Client
) -> None:
    """Karin har slutat när Nina svarar ja. Svaret finns kvar, AUC håller ihop, och Eva bekräftar
    och avslutar."""
    cast.as_everyone()
    parties.leave(Tenure.objects.get(position=karins(cast)), on=TODAY, by=BY)
    assert "Tack, svaret är antecknat" in answers(desk, "yes")
    row = handover()
    kept = (row.stand, row.manner, row.taken_by, row.given_on, row.closed_on)
    assert kept == ("accepted", "link", f"Nina Norr, {CLINIC}", None, None)
    why = row.events.latest("pgh_id").pgh_context.metadata["why"]
    assert why == "sa ja genom en länk"
    assert held(cast, one)[-1] == ("AUC", one.starts_on, None)
    text = get(page("eva"), at(one))
    assert "Bekräfta och avsluta" in text
    assert "väntar på AUC" in text
    answer = send(page("eva"), at(one, "utanfor"), 422)
    assert "Vem hos mottagaren bekräftade" not in answer.content.decode()
    outcome = cast.outcome("arbete").pk
    send(page("eva"), at(one, "utanfor"), ends_on=TODAY.isoformat(), outcome=outcome)
    row = handover()
    assert (row.stand, row.manner, row.taken_by) == ("done", "link", f"Nina Norr, {CLINIC}")
    one.refresh_from_db()
    assert (one.status, one.next_outside) == ("ended", CLINIC)


def test_without_a_consent_that_names_a_receiver_no_link_is_made(
    cast: Cast, page: Page, provider: Running
) -> None:
    one = with_number(cast)
    proposed(cast, one, outside=CLINIC)
    text = get(page("karin"), at(one, "lank"))
    assert "Inget samtycke gäller nu" in text
    assert f'<a href="/deltagare/{one.pk}/samtycke/">Till Samtycke och utlämnande</a></p>' in text
    answer = page("karin").post(at(one, "lank"), filled(cast))
    assert answer.status_code == 422
    assert not Link.objects.exists()


def test_without_a_provider_no_link_is_made(
    cast: Cast, page: Page, one: Participation, provider: Running, settings: Any
) -> None:
    provider.use(settings)
    assert "ingen skulle kunna öppna länken" in get(page("karin"), at(one, "lank"))
    assert page("karin").post(at(one, "lank"), filled(cast)).status_code == 422
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"number": "600118-9115"}, "kontrollsiffran"),
        ({"number": AMINA}, "Det är personens eget nummer"),
        ({"receiver": ""}, "Fyll i det här"),
        ({"about": ""}, "Fyll i det här"),
        ({"days": 31}, "30"),
        ({"what": ""}, "Fyll i det här"),
        ({"outcome": ""}, "ledde till"),
        ({"heard": "", "not_heard": ""}, "Skriv vad personen säger"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_handed_over(
    cast: Cast, page: Page, one: Participation, told: dict[str, Any], sentence: str
) -> None:
    answer = send(page("karin"), at(one, "lank"), 422, **filled(cast, **told))
    assert sentence in faults(answer)
    assert not Release.objects.exists()
    assert handover().link is None


def test_the_api_makes_the_link_and_tells_how_it_stands(
    cast: Cast, page: Page, one: Participation
) -> None:
    address = f"/api/v1/participations/{one.pk}/forms/link_handover"
    fields = filled(cast, heard="Ja")
    unread = page("karin").post(address, {"fields": fields}, content_type="application/json")
    assert unread.status_code == 422, "something stands already, and is read first"
    seen = page("karin").get(address).json()["fields"]["seen"]
    sent = {"fields": {**fields, "seen": seen}}
    answer = page("karin").post(address, sent, content_type="application/json")
    assert answer.status_code == 200, answer.content
    chosen = {"code": answer.json()["code"], "provider": ID}
    assert Client().post(IDENTIFY, chosen).status_code == 200
    listed = page("karin").get(f"/api/v1/participations/{one.pk}/handovers").json()
    assert (listed["open"]["link"], listed["open"]["stand"]) == ("väntar", "proposed")


def test_no_statement_lets_a_unit_be_asked_by_a_link_or_a_link_be_made_up(
    cast: Cast, one: Participation, code: str
) -> None:
    cast.as_everyone()
    row = handover()
    for wrong, constraint in (
        ({"to_unit": cast.unit("Af Flen"), "outside_name": ""}, "only_somebody_outside_answers"),
        ({"manner": "link", "link": None}, "confirmed_by_the_link_that_asked"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Handover.objects.filter(pk=row.pk).update(**wrong)


def test_a_handover_ends_before_the_link_that_it_points_at() -> None:
    order = {one.model: one.order for ending in (HANDOVERS, LINKS) for one in ending.ends}
    assert order[Handover] < order[Link]
