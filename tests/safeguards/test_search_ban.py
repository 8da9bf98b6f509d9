"""Are people never filtered, sorted or searched by what is sensitive, at any door that lists them? (law 9)

Every sensitive column is asked for at every door, under every name that a door could have given it, and the
statements that the door sends are read: none chooses or orders its rows by a sensitive column.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model, Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stafett.casework.actions import Doing, Living
from stafett.casework.forms.filters import Filters
from stafett.casework.models import Listing, Participation
from stafett.casework.queries import participants
from stafett.casework.queries.shut_out import owned
from stafett.database.sorting import Sort
from stafett.measures.forms import TableForm
from stafett.notices.actions import look_for
from stafett.people.models import Person
from stafett.referrals.actions import refer
from stafett.safeguards import selecting
from stafett.safeguards.actions import Item, release, withdraw
from stafett.safeguards.selecting import Banned, act_named, banned_for, check_selecting
from stafett.safeguards.sorting import fields_of
from stafett.safeguards.viewer import Viewer, operator
from tests.cast import TODAY, Cast
from tests.evaluation.giving import all_invited
from tests.exchange.doors import read
from tests.handover.giving import proposed
from tests.outreach.world import listed
from tests.referrals.world import facts as facts_of
from tests.referrals.world import new
from tests.safeguards.selected_by import chosen_by

Column = tuple[str, str]
LISTS = {
    "the page": "/deltagare/?",
    "the page, filtered": "/deltagare/?insats=prov&gren={flen}&lage=remaining&kon=woman&ar=2024&",
    "the page, searched": "/deltagare/?q=ami&",
    "the page, by number": "/deltagare/?q=20010203&",
    "the end of the list": "/deltagare/?sist=1&",
    "the API": "/api/v1/participations?",
    "the API, filtered": "/api/v1/participations?insats=prov&lage=remaining&kon=woman&ar=2024&q=ami&",
    "possible doubles": "/deltagare/dubbletter/?",
    "doubles in one initiative": "/deltagare/dubbletter/?insats=prov&",
    "doubles over the API": "/api/v1/duplicates?",
    "the start page": "/?namn=1&",
    "the unit": "/deltagare/min-enhet/?",
    "the unit, cases of nobody": "/deltagare/min-enhet/?vem=ingen&sida=1&",
    "the queue": "/aktualiseringar/ko/?sida=1&",
    "referrals sent": "/aktualiseringar/skickade/?sida=1&",
    "the queue over the API": "/api/v1/queue?state=queued&",
    "referrals sent over the API": "/api/v1/referrals?state=queued&",
    "the outreach list": "/uppsokande/?sida=1&",
    "the outreach list over the API": "/api/v1/outreach?",
    "invitations over the API": "/api/v1/invitations?state=waiting&",
    "the unit over the API": "/api/v1/unit?vem=ingen&",
    "between the chairs": "/deltagare/mellan-stolarna/?vems=enhet&",
    "between the chairs, by rule": "/deltagare/mellan-stolarna/?regel=nobody_has&sida=1&",
    "between the chairs over the API": "/api/v1/between?vems=prov&",
    "handovers over the API": "/api/v1/handovers?",
    "notices": "/notiser/?sida=1&",
    "notices over the API": "/api/v1/notices?page=1&",
}
"""Every door that lists people, with all that it can be asked."""
PREDICATE = {
    ("safeguards_member", "position_id"), ("safeguards_member", "giver_id"),
    ("casework_involvement", "owner_authority_id"), ("people_person", "protection"),
    ("notes_note", "kind"), ("plans_assessment", "kind"), ("plans_decision", "kind"),
    ("documents_document", "kind"),
}  # fmt: skip
"""What is asked for everybody before any door is asked anything: by `may_see`, and by the search on
numbers, which finds nobody protected (law 5)."""
OWN_CONSENTS = {("safeguards_consentpart", "giver_id"), ("safeguards_consentpart", "receiver_id")}
"""Which consents are of one's own authority, so that others' are left out (law 2); nobody is chosen by it."""
OWN_PROMISES = {("meetings_promise", "unit_id"), ("meetings_promise", "position_id")} | {
    ("commissions_commission", name) for name in ("from_unit_id", "to_unit_id", "position_id")
}
"""What one's own posts and units have promised and are asked to do: chosen by whose it is, nobody by it."""
MAY_BE_TOLD = {("safeguards_consentpart", "information")}
"""Whether one's own authority may hand over what another's unit promised: it is reminded of that alone."""
TOLD_OF_DOUBLES = {("safeguards_circle", "named_only")}
"""What a team was told of somebody protected is told while they are so, and by no other door: nobody is
chosen, for whoever is not of the team is shut out by `may_see` before."""
BETWEEN = ("between the chairs", "between the chairs, by rule", "between the chairs over the API")
WAITED_FOR = dict.fromkeys(("the start page", *BETWEEN), OWN_CONSENTS | OWN_PROMISES | MAY_BE_TOLD)
WAITED_FOR["the start page"] |= TOLD_OF_DOUBLES
"""Idag tells how many consents wait for one's own authority's answer: a number, and nobody is chosen.
And what one's own posts and units have promised, others' that are not handed over; and whose consents end."""
WORDS = ("Zqgodman", "Zqstod", "Zqorsak", "Zqremitterad", "zqspråk")
"""What stands in the sensitive text of the person below."""


SEARCHED = (
    "people",
    "casework",
    "safeguards",
    "notes",
    "notices",
    "plans",
    "meetings",
    "commissions",
    "documents",
    "circumstances",
    "referrals",
    "handover",
    "outreach",
)
"""The apps with tables about people that are listed somewhere."""


def sensitive() -> Iterator[tuple[type[Model], str, str]]:
    """Every sensitive column of a table about people: model, name, column."""
    for model in apps.get_models():
        if model._meta.app_label in SEARCHED:
            for name, one in fields_of(model).items():
                if one.sort == Sort.SENSITIVE:
                    yield model, name, model._meta.get_field(name).column  # type: ignore[union-attr]


BANNED: set[Column] = {(model._meta.db_table, column) for model, _name, column in sensitive()}


@pytest.fixture
def somebody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Participation:
    """One with a word in everything sensitive; another who has none of it."""
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    facts = {"guardian": "Zqgodman", "support_person": "Zqstod", "reached": "Zqnas", "language": "zqspråk",
             "birth_date": date(2001, 2, 3), "needs_interpreter": True}  # fmt: skip
    cast.enrolled(person=cast.person(birth_date=date(2001, 2, 3)))
    one = cast.enrolled(
        person=cast.person(**facts), livelihoods=(Living("start", "sickness_benefit", 100),),
        occupations=(Doing("start", "studies"),), cases=(cast.case_at("FK"),),
    )  # fmt: skip
    all_invited(cast)
    proposed(cast, one, outside="Zqskola")
    named = facts_of(cast.branch(), given_name="Amina", family_name="Öberg")
    refer(new(cast, "AUC", facts=named, contact="Zqstod"), by=cast.as_("karin"))
    listed(cast, line="202202022394;Amina;Öberg;Skolan;;Zqstod;")
    look_for(cast.as_("karin"), timezone.now())
    cast.as_everyone()
    return one


def knocked(client: Client, address: str) -> tuple[int, str, set[Column]]:
    """What a door answers, and by which columns its statements choose."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    chosen: set[Column] = set().union(*(chosen_by(query["sql"]) for query in queries))
    return response.status_code, response.content.decode(), chosen - PREDICATE


def faults_at(client: Client, address: str) -> set[Column]:
    """The sensitive columns that a door chooses by."""
    return knocked(client, address)[2] & BANNED


def names_for(model: type[Model], name: str) -> Iterator[str]:
    """What a door might have called a column: its name, the ways that lead to it, its label."""
    label = str(getattr(model._meta.get_field(name), "verbose_name", name))
    part = model._meta.model_name or ""
    yield from (name, label, f"{part}__{name}", f"person__{name}", f"participation__{name}")
    yield from (f"{name}__icontains", f"{name}__isnull", f"{name}_id")


OWN = {
    "enhet": "which of one's own units a page is about; called as the log calls the unit of a reader"
}
"""What doors may be asked for though a sensitive column is called the same, with the reason."""
ASKED = sorted(
    {name for model, column, _ in sensitive() for name in names_for(model, column)} - set(OWN)
)


@pytest.mark.parametrize("door", LISTS)
def test_no_door_chooses_or_orders_people_by_anything_sensitive(
    door: str, somebody: Participation, cast: Cast, page: Any
) -> None:
    client, address = page("karin"), LISTS[door].format(flen=cast.branch().pk)
    status, text, chosen = knocked(client, address)
    assert status == 200
    shown = {"Amina", str(somebody.pk), str(somebody.person_id), f" · {somebody.case_number}</"}
    assert [one for one in shown if one in text], "the page is about somebody"
    assert chosen & BANNED - WAITED_FOR.get(door, set()) == set()


@pytest.mark.wide
@pytest.mark.parametrize("door", LISTS)
def test_a_door_asked_for_a_sensitive_column_answers_as_if_it_were_not(
    door: str, somebody: Participation, cast: Cast, page: Any
) -> None:
    client, address = page("karin"), LISTS[door].format(flen=cast.branch().pk)
    plain = knocked(client, address)
    asked = [*((name, "1") for name in ASKED)]
    asked += [(word, name) for word in ("order", "order_by", "ordering", "sort", "sortera", "o")
              for name in ASKED[:: len(ASKED) // 40]]  # fmt: skip
    for some in (asked[i : i + 120] for i in range(0, len(asked), 120)):
        status, text, chosen = knocked(client, address + urlencode(some))
        assert status == plain[0]
        assert chosen & BANNED - WAITED_FOR.get(door, set()) == set()
        assert (text.count("Amina"), text.count("Öberg")) == (
            plain[1].count("Amina"), plain[1].count("Öberg"),
        )  # fmt: skip


@pytest.mark.parametrize("address", ["/deltagare/utlamnat/?", "/api/v1/releases?"])
def test_what_was_handed_over_is_chosen_by_whose_it_is_alone(
    address: str, somebody: Participation, cast: Cast, page: Any
) -> None:
    consent = cast.consented(somebody, "Af Flen")
    part = consent.parts.select_related("circle").get(
        giver=consent.controller_id, information="agreement"
    )
    item = Item(part, "agreement", "Amina Öberg", "Överenskommet", "Studiebesök")
    release([item], by=cast.viewer("karin"))
    # whose copy it is, whose answer is waited for, and the giver joined to be named
    whose = {("safeguards_release", name) for name in ("owner_authority_id", "kind", "giver_id")}
    whose |= {("safeguards_consentpart", name) for name in ("giver_id", "receiver_id")}
    for asked in ("", urlencode([(name, "1") for name in ASKED[::9]])):
        status, text, chosen = knocked(page("per"), address + asked)
        assert (status, "Amina" in text) == (200, True)
        assert chosen & BANNED - whose == set()


@pytest.mark.parametrize("address", ["/deltagare/vart-eget/?", "/api/v1/own-records?"])
def test_ones_own_record_is_chosen_by_whose_it_is_alone(
    address: str, somebody: Participation, cast: Cast, page: Any
) -> None:
    consent = cast.consented(somebody, "Af Flen")
    cast.involved(somebody, "per")
    withdraw(consent.parts.select_related("circle"), how="ringde", by=cast.viewer("karin"))
    whose = {(model._meta.db_table, "owner_authority_id") for model, _way in owned()}
    # the predicate's own: who has ever sat in the circle, and that named people alone may know of it
    whose |= {("safeguards_memberevent", name) for name in ("position_id", "giver_id")}
    whose |= {("safeguards_circle", "named_only")}
    whose |= {("meetings_promise", "unit_id")}  # what one's own unit has promised is its own
    for asked in ("", urlencode([(name, "1") for name in ASKED[::9]])):
        status, text, chosen = knocked(page("per"), address + asked)
        assert (status, "Amina" in text) == (200, True)
        assert chosen & BANNED - whose == set()


@pytest.mark.parametrize("word", [*WORDS, "sickness_benefit", "sjukpenning", "skyddad", "tolk"])
def test_the_search_finds_nobody_by_a_sensitive_word(
    word: str, somebody: Participation, page: Any
) -> None:
    client = page("karin")
    assert (
        str(somebody.pk) not in client.get(f"/deltagare/?{urlencode({'q': word})}").content.decode()
    )
    found = client.get(f"/api/v1/participations?{urlencode({'q': word})}").json()
    assert (found["count"], found["rows"]) == (0, [])


PLANTED = {
    "a filter": {"participation__person__guardian": "Zqgodman"},
    "a filter on a row that hangs on the case": {"participation__livelihoods__source": "wages"},
    "a filter through a word": {"participation__outcome__code": "arbete"},
}


@pytest.mark.parametrize("plant", PLANTED)
def test_a_planted_filter_turns_this_red(
    plant: str, somebody: Participation, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the guard, as somebody would who did not know of it."""
    monkeypatch.setattr(participants, "_condition", lambda *_: Q(**PLANTED[plant]))
    assert faults_at(page("karin"), LISTS["the page"])


def test_a_planted_order_turns_this_red(
    somebody: Participation, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Filters, "wanted", property(_peeping))
    assert faults_at(page("karin"), LISTS["the page"]) == {
        ("people_person", "language"), ("casework_participation", "outcome_id"),
    }  # fmt: skip


def _peeping(form: Filters) -> participants.Wanted:
    """Looks at the rows in an order of its own before they are listed."""
    list(Person.objects.order_by("language", "pk"))
    list(Participation.objects.select_related("outcome").order_by("outcome__order", "pk"))
    return participants.Wanted()


def test_a_filter_that_asks_the_guard_is_stopped_by_it(somebody: Participation, cast: Cast) -> None:
    viewer = cast.as_("karin")
    for told in PLANTED.values():
        with pytest.raises(Banned):
            selecting.selecting(viewer, Listing, told)
    assert selecting.selecting(viewer, Listing, {"participation__person__sex": "woman"}) == Q(
        participation__person__sex="woman"
    )


def test_the_order_of_the_list_is_one_that_may_be(cast: Cast) -> None:
    viewer = cast.as_("karin")
    check_selecting(viewer, Listing, participants.ORDER)
    check_selecting(viewer, Person, participants.NAME_COLUMNS)
    with pytest.raises(Banned, match="Person is not selected by -language"):
        check_selecting(viewer, Person, ["-language"])


def test_what_is_not_asked_for_is_not_judged(cast: Cast) -> None:
    assert selecting.selecting(cast.as_("karin"), Person, {"guardian": "", "sex": None}) == Q()


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("2001:454", "2001:454"),
        ("Lag (2001:454) om behandling av personuppgifter inom socialtjänsten", "2001:454"),
        ("2002:546", "2002:546"),
        ("SFB 114 kap.", "2010:110"),
        ("socialförsäkringsbalken (2010:110)", "2010:110"),
        ("", ""),
        ("2008:355", ""),
        ("2001:454 och 2002:546", ""),
        ("något annat", ""),
    ],
)
def test_an_authoritys_act_is_read_from_what_it_says_else_the_strictest(
    said: str, number: str
) -> None:
    assert act_named(said).number == number


def test_the_strictest_of_the_controllers_acts_holds(cast: Cast) -> None:
    by = operator(TODAY)
    af = cast.unit("Af Flen").authority
    af.data_act = "2002:546"
    af.save()
    social = cast.unit("Försörjningsstöd").authority
    social.data_act = "2001:454"
    social.save()
    livelihood = ["livelihoods__source"]

    check_selecting(_reaching(by, af.pk), Participation, livelihood)
    for controllers in ([social.pk], [af.pk, social.pk], [cast.unit("AUC").authority_id], []):
        with pytest.raises(Banned):
            check_selecting(_reaching(by, *controllers), Participation, livelihood)
    with pytest.raises(Banned):
        check_selecting(_reaching(by, af.pk), Participation, ["outcome"])
    assert banned_for([af.pk]) < banned_for([social.pk]) == banned_for([])


def _reaching(viewer: Viewer, *controllers: int) -> Viewer:
    return viewer.reaching(controllers)


def test_statements_are_read_as_they_are_meant() -> None:
    shown = 'SELECT "p"."a", (SELECT U0."b" FROM "q" U0 WHERE U0."c" = "p"."d") AS "x" FROM "p"'
    assert chosen_by(shown) == {("q", "c"), ("p", "d")}
    ordered = 'SELECT 1 FROM "p" INNER JOIN "q" T4 ON ("p"."a" = T4."b") ORDER BY T4."c" LIMIT 5'
    assert chosen_by(ordered) == {("p", "a"), ("q", "b"), ("q", "c")}
    named = """SELECT "p"."a" FROM "p" WHERE "p"."b" = 'it''s "p"."c"' AND ("p"."d") IN (1)"""
    assert chosen_by(named) == {("p", "b"), ("p", "d")}


def test_a_table_fetched_beside_chooses_nothing_until_it_is_ordered_by() -> None:
    beside = 'SELECT T2."word" FROM "p" LEFT OUTER JOIN "w" T2 ON ("p"."key" = T2."id") WHERE "p"."a" = 1'
    assert chosen_by(beside) == {("p", "a")}
    assert chosen_by(f'{beside} ORDER BY T2."rank"') == {
        ("p", "a"), ("w", "rank"), ("p", "key"), ("w", "id"),
    }  # fmt: skip


OF_THE_IMPORT = {
    ("people_person", "kept_apart"): "of two with one number, which the reader may know of (law 5)",
    (
        "safeguards_circle",
        "named_only",
    ): "one that only a named team sees is met by its members alone",
}
"""What reading a register in asks of those that a number or a case number has found already."""


def test_a_register_finds_people_by_number_alone(cast: Cast) -> None:
    content = (
        "Ärendenummer;Personnummer;Förnamn;Efternamn;Kön;Gren;Startdatum;Försörjning vid start\n"
        "K-9;199001032391;Anna;Ek;kvinna;Flen;2024-02-01;Sjukpenning"
    ).encode()
    by = cast.as_("eva")
    assert read(content, cast, by).outcome.new == 1
    with CaptureQueriesContext(connection) as queries:
        again = read(content.replace(b"Anna", b"Annika"), cast, by, dry_run=True)
    chosen = set().union(*(chosen_by(q["sql"]) for q in queries if q["sql"].startswith("SELECT")))

    assert again.outcome.corrected_people == 1
    assert chosen & BANNED - PREDICATE - OF_THE_IMPORT.keys() == set()
    assert ("people_person", "identity_number") in chosen


def test_tables_are_divided_never_narrowed_by_what_is_sensitive() -> None:
    """A ground divides sums, for follow-up, which the acts allow; the branch alone chooses who is counted."""
    assert set(TableForm.base_fields) == {"by", "then", "branch"}
