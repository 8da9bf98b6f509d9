"""Only a controller itself lets real people be entered with it, by an act that lists what it has decided."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stafett.frame.formats import capital
from stafett.papers.paper import Facts, Points, Text, Under
from stafett.parties.models import Authority
from stafett.safeguards.actions import extend_reach
from stafett.safeguards.actions.start import (
    Decided,
    confirm_start,
    decide_start,
    take_start_back,
)
from stafett.safeguards.models import StartDecision, StartPaper
from stafett.safeguards.queries.start import has_started, invented_only
from stafett.safeguards.rules import Refused
from stafett.safeguards.start_paper import FILES, FOLDER, draft
from tests.cast import TODAY, Cast
from tests.reports.rendering import word_reader

DAY = date(2025, 5, 1)
ALL = {name: Decided("KS 2025/17", DAY) for name in StartPaper.values}
SENT = {
    **dict.fromkeys(StartPaper.values, "KS 2025/17"),
    **{f"{name}_on": "2025-05-01" for name in StartPaper.values},
}
EVERYWHERE = "Endast påhittade uppgifter."


def flen(cast: Cast) -> Any:
    return cast.unit("AUC").authority


def page(cast: Cast, who: str) -> tuple[Client, str]:
    client = Client()
    client.force_login(cast.user(who))
    return client, f"/bestammelser/start/{flen(cast).pk}/"


def test_until_it_is_decided_only_invented_people_may_be_entered_anywhere(cast: Cast) -> None:
    assert invented_only(None) == invented_only(cast.viewer("karin")) == EVERYWHERE
    assert not has_started(flen(cast).pk)


def test_a_decision_takes_the_banner_from_those_who_have_to_do_with_that_controller_alone(
    cast: Cast,
) -> None:
    decide_start(flen(cast), ALL, by=cast.as_("lena"))
    assert invented_only(cast.viewer("karin")) == invented_only(None) == ""
    assert invented_only(cast.viewer("lotta")) == EVERYWHERE
    assert invented_only(cast.viewer("eva")) == (
        "Endast påhittade uppgifter hos Katrineholms arbetsnämnd."
    )


def test_the_banner_names_those_who_have_not_started_by_the_alphabet(cast: Cast) -> None:
    cast.as_everyone()
    elsewhere, outside = (cast.unit(name).authority for name in ("Viadidakt", "Utanför"))
    extend_reach([(cast.unit("Projektkontoret").pk, outside.pk)], by=cast.viewer("eva"))
    Authority.objects.filter(pk=elsewhere.pk).update(name="Östra nämnden")
    decide_start(flen(cast), ALL, by=cast.as_("lena"))
    eva = cast.viewer("eva")
    for viewer in (eva, eva.reaching(eva.controllers)):
        assert invented_only(viewer) == (
            "Endast påhittade uppgifter hos Katrineholms socialnämnd, Östra nämnden."
        )


def test_the_banner_asks_nothing_that_the_viewer_did_not_bring(cast: Cast) -> None:
    decide_start(flen(cast), ALL, by=cast.as_("lena"))
    for who, banner in (
        ("karin", ""),
        ("eva", "hos Katrineholms arbetsnämnd"),
        ("lotta", EVERYWHERE),
    ):
        with CaptureQueriesContext(connection) as asked:
            viewer = cast.viewer(who)
        with CaptureQueriesContext(connection) as more:
            assert banner in invented_only(viewer)
        assert len(more) == 0
        assert len([one for one in asked if "safeguards_reach" in one["sql"]]) == 1
        widened = viewer.reaching(viewer.controllers)
        assert invented_only(widened) == invented_only(viewer)


def test_a_page_costs_two_queries_for_its_viewer_and_none_for_its_banner(cast: Cast) -> None:
    decide_start(flen(cast), ALL, by=cast.as_("lena"))
    client, _address = page(cast, "karin")
    client.get("/ord/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/ord/").status_code == 200
    about = [one["sql"] for one in asked if re.search(r"tenure|_reach\b|startdecision", one["sql"])]
    assert len(about) == 2


def test_it_is_taken_back_with_a_reason_and_the_banner_is_there_again(cast: Cast) -> None:
    lena = cast.as_("lena")
    with pytest.raises(Refused, match="inget att ta tillbaka"):
        take_start_back(flen(cast), "Fel.", by=lena)
    decide_start(flen(cast), ALL, by=lena)
    with pytest.raises(Refused, match="Skriv varför"):
        take_start_back(flen(cast), " ", by=lena)
    take_start_back(flen(cast), "Bedömningen görs om.", by=lena)
    assert invented_only(cast.viewer("karin")) == EVERYWHERE
    assert not has_started(flen(cast).pk)
    assert [(one.starts, one.decided_by) for one in StartDecision.objects.all()] == [
        (False, "Lena Chef"), (True, "Lena Chef"),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["karin", "sven", "lotta", "per"])
def test_nobody_else_decides_it_or_takes_it_back(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        decide_start(flen(cast), ALL, by=cast.as_(who))
    with pytest.raises(PermissionDenied):
        take_start_back(flen(cast), "Fel.", by=cast.as_(who))


@pytest.mark.parametrize(
    ("papers", "at"),
    [
        ({}, {*StartPaper.values, *(f"{name}_on" for name in StartPaper.values)}),
        ({**ALL, "impact": Decided("  ", DAY)}, {"impact"}),
        ({**ALL, "impact": Decided("x", DAY)}, {"impact"}),
        ({**ALL, "impact": Decided(" 17 ", DAY)}, {"impact"}),
        ({**ALL, "impact": Decided("AMN", DAY), "record": Decided("7 A", DAY)}, {"impact"}),
        ({**ALL, "impact": Decided("KS 1", TODAY + timedelta(days=1))}, {"impact_on"}),
        ({**ALL, "record": Decided("KS 1", date(2018, 5, 24))}, {"record_on"}),
        ({**ALL, "record": Decided("KS 1", None)}, {"record_on"}),
    ],
)
def test_every_paper_is_decided_first(cast: Cast, papers: dict[str, Decided], at: set[str]) -> None:
    with pytest.raises(Refused) as refused:
        decide_start(flen(cast), papers, by=cast.as_("lena"))
    assert set(refused.value.faults) == at
    if "impact" in at:
        assert "till exempel AMN 2026/123" in refused.value.faults["impact"]
    assert not StartDecision.objects.exists()


def test_where_all_is_for_invented_people_nobody_decides_otherwise(
    cast: Cast, settings: Any
) -> None:
    decide_start(flen(cast), ALL, by=cast.as_("lena"))
    settings.SYNTHETIC_ONLY = True
    assert invented_only(cast.viewer("karin")) == EVERYWHERE
    with pytest.raises(Refused, match="bara för påhittade"):
        decide_start(flen(cast), ALL, by=cast.as_("lena"))


def test_the_database_holds_what_a_decision_lists_and_lets_nobody_change_one(cast: Cast) -> None:
    one = decide_start(flen(cast), ALL, by=cast.as_("lena"))
    for change in (StartDecision.objects.filter(pk=one.pk).delete, one.save):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()
    known = {"authority": flen(cast), "decided_by": "Någon", "decided_on": TODAY}
    for told in ({"starts": True, "papers": {"impact": {}}}, {"starts": False, "because": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StartDecision.objects.create(**known, **told)


def test_the_page_takes_the_decision_shows_it_and_takes_it_back(cast: Cast) -> None:
    client, address = page(cast, "lena")
    assert EVERYWHERE in client.get(address).content.decode()
    assert f'href="{address}"' in client.get("/bestammelser/").content.decode()
    assert client.post(address, SENT).status_code == 302
    text = client.get(address).content.decode()
    assert "Konsekvensbedömning" not in text, "nothing is left to decide"
    assert "konsekvensbedömning: KS 2025/17, 2025-05-01" in text
    assert "Endast påhittade" not in text
    assert client.post(address, {"because": ""}).status_code == 422
    assert client.post(address, {"because": "Görs om."}).status_code == 302
    text = client.get(address).content.decode()
    assert "Bara påhittade personer. Görs om." in text
    assert EVERYWHERE in text


def test_what_is_missing_is_said_at_its_place_and_nothing_typed_is_lost(cast: Cast) -> None:
    client, address = page(cast, "lena")
    answer = client.post(address, {**SENT, "impact": "", "record_on": "2999-01-01"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"impact", "record_on"}
    assert "KS 2025/17" in answer.content.decode()
    assert not StartDecision.objects.exists()


def test_the_banner_is_decided_by_who_has_lately_shown_who_they_are(
    cast: Cast, settings: Any
) -> None:
    settings.FRESH_MINUTES = 0
    client, address = page(cast, "lena")
    answer = client.post(address, SENT)
    assert (answer.status_code, StartDecision.objects.exists()) == (403, False)


def test_an_installation_for_invented_people_says_so_before_it_asks_for_papers(
    cast: Cast, settings: Any
) -> None:
    client, address = page(cast, "lena")
    field = f'name="{StartPaper.values[0]}"'
    assert field in client.get(address).content.decode()
    settings.SYNTHETIC_ONLY = True
    text = client.get(address).content.decode()
    assert "bara för påhittade uppgifter, för alla" in text
    assert field not in text
    for label in StartPaper.labels:
        assert capital(label) in text


def test_where_two_decide_the_first_proposes_and_another_decides(cast: Cast) -> None:
    lena, other = (
        cast.as_("lena"),
        replace(cast.viewer("lena"), user_id=cast.user("sven").pk, name="Sven"),
    )
    made = decide_start(flen(cast), ALL, by=lena, two=True)
    assert made.is_proposed
    assert not has_started(flen(cast).pk)
    with pytest.raises(Refused, match="Någon annan beslutar"):
        confirm_start(flen(cast), made.pk, by=lena)
    done = confirm_start(flen(cast), made.pk, by=other)
    assert (done.starts, done.proposed_by, done.decided_by) == (True, "Lena Chef", "Sven")
    assert done.papers == made.papers
    assert has_started(flen(cast).pk)
    with pytest.raises(Refused, match="redan beslutat"):
        decide_start(flen(cast), ALL, by=lena)
    with pytest.raises(Refused, match="Inget är föreslaget"):
        confirm_start(flen(cast), made.pk, by=other)
    take_start_back(flen(cast), "Görs om.", by=lena)
    assert decide_start(flen(cast), ALL, by=lena).is_proposed, "once said, two decide every time"


def test_what_is_decided_is_what_was_read(cast: Cast) -> None:
    lena = cast.as_("lena")
    other = replace(cast.viewer("lena"), user_id=cast.user("sven").pk, name="Sven")
    read = decide_start(flen(cast), ALL, by=lena, two=True)
    take_start_back(flen(cast), "Fel papper.", by=lena)
    decide_start(flen(cast), ALL, by=lena)
    with pytest.raises(Refused, match="bytts mot ett annat"):
        confirm_start(flen(cast), read.pk, by=other)
    assert not has_started(flen(cast).pk)


def test_the_database_lets_nobody_be_both(cast: Cast) -> None:
    me = cast.user("lena")
    papers = {name: {"reference": "x", "decided_on": "2025-05-01"} for name in StartPaper.values}
    told = {"authority": flen(cast), "starts": True, "papers": papers, "needs_two": True,
            "decided_by": "Lena", "decided_on": DAY, "decided_user": me}  # fmt: skip
    for proposer in (None, me):
        with pytest.raises(IntegrityError, match="two_decide_a_start"), transaction.atomic():
            StartDecision.objects.create(**told, proposed_user=proposer)


def test_nobody_but_who_answers_for_it_confirms_and_nothing_where_all_is_invented(
    cast: Cast, settings: Any
) -> None:
    made = decide_start(flen(cast), ALL, by=cast.as_("lena"), two=True)
    with pytest.raises(PermissionDenied):
        confirm_start(flen(cast), made.pk, by=cast.as_("karin"))
    settings.SYNTHETIC_ONLY = True
    with pytest.raises(Refused, match="bara för påhittade"):
        confirm_start(flen(cast), made.pk, by=cast.as_("lena"))


def test_the_page_proposes_waits_and_takes_the_proposal_back(cast: Cast) -> None:
    client, address = page(cast, "lena")
    told = client.post(address, {**SENT, "two": "on"}, follow=True).content.decode()
    assert "Föreslaget. Någon annan" in told
    assert "Det är du som har föreslagit det" in told
    assert "Besluta att verkliga" not in told
    assert "Endast påhittade" in told
    assert client.post(address, {"key": "x"}).status_code == 422
    cast.as_everyone()
    other = replace(cast.as_("lena"), user_id=cast.user("sven").pk, name="Sven Handl")
    decide_start(flen(cast), ALL, by=other)
    waits = client.get(address).content.decode()
    assert "Sven Handl föreslog det" in waits
    assert "KS 2025/17" in waits
    done = client.post(
        address, {"key": "y", "proposal": StartDecision.objects.latest("pk").pk}, follow=True
    ).content.decode()
    assert "Verkliga personer får nu skrivas in" in done
    assert "föreslaget av Sven Handl" in done


def test_a_proposal_can_be_taken_back_on_the_page(cast: Cast) -> None:
    client, address = page(cast, "lena")
    client.post(address, {**SENT, "two": "on"})
    told = client.post(
        address, {"because": "Förslaget togs tillbaka."}, follow=True
    ).content.decode()
    assert "Taget tillbaka" in told
    assert 'name="two"' in told
    assert "disabled" in told


@pytest.mark.parametrize("which", StartPaper)
def test_each_draft_is_read_and_fetched_where_it_is_decided(cast: Cast, which: StartPaper) -> None:
    """Lena läser utkastet på sidan, hämtar det som Word, och ser vad som är kvar att fylla i."""
    client, address = page(cast, "lena")
    start = client.get(address).content.decode()
    assert f'href="{address}{which}/"' in start
    assert f'href="{address}{which}.docx"' in start
    text = unescape(client.get(f"{address}{which}/").content.decode())
    answer = client.get(f"{address}{which}.docx")
    assert f'filename="{FILES[which]}.docx"' in answer["Content-Disposition"]
    fetched = " ".join(words for _style, words in word_reader.styled(answer.content))
    source = (FOLDER / f"{FILES[which]}.md").read_text(encoding="utf-8")
    title = source.partition("\n")[0].removeprefix("# ")
    for told in (text, fetched):
        assert title in told
        assert "[fyll i" in told
        assert not re.search(r"\*\*|`|\]\(", told.partition("<main")[2] or told)
    for word in re.findall(r"\w{12,}", re.sub(r"\]\([^)]*\)|`|[*]", "", source)):
        assert word in text, word
        assert word in fetched, word


def test_of_what_is_no_paper_there_is_no_draft_and_to_others_none_at_all(cast: Cast) -> None:
    client, address = page(cast, "lena")
    for which in ("annat", "annat/word"):
        assert client.get(f"{address}{which}/").status_code == 404
    for who in ("karin", "lotta"):
        other, _address = page(cast, who)
        for which in ("impact", "impact/word"):
            assert other.get(f"{address}{which}/").status_code == 404


def test_every_paper_has_a_draft_and_there_is_no_other() -> None:
    assert set(FILES) == set(StartPaper)
    assert {one.stem for one in FOLDER.glob("*")} == set(FILES.values())


def test_a_draft_is_made_of_headings_lists_lines_and_tables(cast: Cast) -> None:
    by = cast.viewer("lena")
    classes = draft(StartPaper.CLASSIFICATION, by=by).parts[0].blocks
    assert Under("Skyddade personer") in classes
    assert Facts((
        ("konfidentialitet", "3"), ("riktighet", "3"), ("tillgänglighet", "2"), ("skäl", "fara för liv"),
        ("er klass", "[fyll i]"),
    )) in classes  # fmt: skip
    terms = {part.title: part.blocks for part in draft(StartPaper.PROCESSOR, by=by).parts}
    assert isinstance(terms["Instruktioner"][0], Text)
    assert terms["Instruktioner"][0].words.startswith("1. Biträdet driver Stafett enligt drift")
    (found,) = (
        one for one in draft(StartPaper.RECORD, by=by).parts[0].blocks if isinstance(one, Facts)
    )
    assert found.pairs[0] == ("Ansvarig och kontakt", "[fyll i: myndighet, adress]")
    lacks = {part.title: part.blocks for part in draft(StartPaper.ACCESSIBILITY, by=by).parts}
    assert isinstance(lacks["Kända brister"][0], Points)
    assert draft(StartPaper.IMPACT, by=by).foot == "Utkast ur Stafett, att fylla i och besluta"
