"""Vårt eget: does an authority reach its own record of a case that is closed to it, and nothing besides?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import make_aware
from uuid_utils.compat import uuid7

from stafett.casework.actions import Exit, close
from stafett.casework.models import Involvement, Participation
from stafett.casework.queries import own_record as queries
from stafett.casework.queries.own_record import closed_cases, own_record_of
from stafett.database.history import in_history
from stafett.notes.actions import NewNote, correct, write
from stafett.notes.models import Note
from stafett.parties.models import Unit
from stafett.people.models import Person
from stafett.safeguards.access import OWN_RECORD, own_record, sat_in
from stafett.safeguards.actions import Item, let_in, let_units_back, name_team, release, withdraw
from stafett.safeguards.actions.circle import let_stay_until
from stafett.safeguards.models import ConsentPart, Information, Member, Reach, RowKind
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.queries.last_open import seat_ended
from stafett.safeguards.viewer import Viewer, operator
from tests.casework.asking import compiled_for
from tests.casework.conftest import Page, get
from tests.casework.test_consent_paper import words
from tests.cast import TODAY, Cast
from tests.histories import one_clock
from tests.meetings.world import booked
from tests.safeguards.readings import people_of, readings_of

BY = operator(TODAY)
HIS, HERS = "Af:s egen anteckning.", "Karins anteckning."


def shared(cast: Cast) -> Participation:
    """A case in which Af has a note, a case of its own and a copy, and the controller a note of its own."""
    one = cast.enrolled()
    consent = cast.consented(one, "Af Flen", "FK Eskilstuna")
    cast.involved(one, "per")
    write(one, NewNote(HIS, TODAY), by=cast.as_("per"))
    write(one, NewNote(HERS, TODAY), by=cast.as_("karin"))
    cast.as_everyone()
    part = consent.parts.select_related("circle").get(
        giver=one.controller_id, receiver=cast.unit("Af Flen").authority_id,
        information=Information.AGREEMENT,
    )  # fmt: skip
    copy = Item(part, RowKind.AGREEMENT, "Amina Öberg", "Överenskommet", "Vi ses på torsdag.")
    release([copy], by=cast.viewer("karin"))
    return one


def closed(cast: Cast) -> Participation:
    """The same, when the person has taken back what Af may know."""
    one = shared(cast)
    parts = ConsentPart.objects.select_related("circle").order_by("pk")
    withdraw(list(parts), how="ringde", by=cast.viewer("karin"))
    return one


def called(cast: Cast, who: str | Viewer) -> list[str]:
    """Whom somebody has in the list."""
    viewer = cast.as_(who) if isinstance(who, str) else who
    found = [one.name for one in closed_cases(viewer).rows]
    cast.as_everyone()
    return found


def told(cast: Cast, who: str, one: Participation) -> str:
    """All that is told of one of them."""
    found = own_record_of(cast.as_(who), one.circle_id)
    cast.as_everyone()
    return str([(t.word, t.versions[0].words) for part in found.sections for t in part.things])


def test_a_withdrawal_leaves_an_authority_its_own_notes_cases_and_copies_and_nothing_else(
    cast: Cast,
) -> None:
    one = shared(cast)
    assert called(cast, "per") == [], "the case is open: all of it stands on its own page"
    withdraw(
        list(ConsentPart.objects.select_related("circle")), how="ringde", by=cast.viewer("karin")
    )
    assert called(cast, "per") == ["Amina Öberg"]
    found = own_record_of(cast.as_("per"), one.circle_id)
    words_ = sorted(thing.word for part in found.sections for thing in part.things)
    assert words_ == ["Anteckning", "Myndighetsärende", "Utlämnande"]
    said = told(cast, "per", one)
    assert HIS in said
    assert "Vi ses på torsdag." in said
    assert "'consent_withdrawn_on': '2025-06-02'" in said
    assert HERS not in said
    assert "Försäkringskassan" not in said
    for who in ("karin", "lena", "eva", "fatima", "rut", "lotta", "olle", "stig", "ulf"):
        assert called(cast, who) == [], who
        with pytest.raises(Http404):
            own_record_of(cast.as_(who), one.circle_id)


def test_what_the_controllers_register_says_of_their_case_is_the_controllers_to_keep(
    cast: Cast,
) -> None:
    one = cast.enrolled(cases=(cast.case_at("Af"),))
    cast.consented(one, "Af Flen", by="karin")
    write(one, NewNote(HIS, TODAY), by=cast.as_("per"))
    cast.as_everyone()
    parts = ConsentPart.objects.select_related("circle").order_by("pk")
    withdraw(list(parts), how="ringde", by=cast.viewer("karin"))
    found = own_record_of(cast.as_("per"), one.circle_id)
    assert [thing.model for section in found.sections for thing in section.things] == [Note]


@pytest.mark.parametrize(("who", "status"), [("per", 302), ("fatima", 404)])
def test_a_link_to_ones_own_meeting_leads_to_vart_eget_when_the_case_is_closed(
    cast: Cast, page: Page, who: str, status: int
) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen", "FK Eskilstuna")
    meeting = booked(cast, one, by="per")
    where = f"/deltagare/{one.pk}/moten/{meeting.pk}/"
    get(page("per"), where)
    cast.as_everyone()
    parts = ConsentPart.objects.select_related("circle").order_by("pk")
    withdraw(list(parts), how="ringde", by=cast.viewer("karin"))
    answer = page(who).get(where)
    assert answer.status_code == status
    if status == 302:
        assert "Planera tillsammans" in get(page("per"), answer["Location"])
    assert page(who).get(f"/deltagare/{one.pk}/moten/{uuid4()}/").status_code == 404


def test_a_meeting_hidden_in_a_case_that_is_open_leads_nowhere(cast: Cast, page: Page) -> None:
    one, other = cast.enrolled(), cast.enrolled()
    meeting = booked(cast, one)
    assert page("karin").get(f"/deltagare/{other.pk}/moten/{meeting.pk}/").status_code == 404


def test_a_unit_that_has_left_the_case_keeps_its_own_and_its_manager_reads_it(cast: Cast) -> None:
    one = closed(cast)
    let_stay_until(one.circle, cast.unit("Af Flen").pk, TODAY, by=BY)
    assert called(cast, "per") == ["Amina Öberg"]
    per = cast.as_("per")
    manager = replace(per, posts=tuple(replace(p, role="unit_manager") for p in per.posts))
    assert called(cast, manager) == ["Amina Öberg"]
    steering = replace(per, posts=tuple(replace(p, role="steering_member") for p in per.posts))
    assert called(cast, steering) == []


def test_another_unit_of_the_authority_does_not_until_the_first_has_closed(cast: Cast) -> None:
    """Unless it answers for the records: then what a closed unit had is its to keep."""
    one = closed(cast)
    af = cast.unit("Af Flen")
    other = Unit.objects.create(authority=af.authority, name="Af Trosa")
    per = cast.as_("per")
    posts = tuple(replace(p, unit_id=other.pk, position_id=0) for p in per.posts)
    worker, manager = (
        replace(per, posts=tuple(replace(p, role=role) for p in posts))
        for role in ("caseworker", "unit_manager")
    )
    assert called(cast, worker) == called(cast, manager) == []
    Unit.objects.filter(pk=af.pk).update(valid_to=TODAY)
    assert called(cast, replace(manager)) == [], "the unit is there today still"
    Unit.objects.filter(pk=af.pk).update(valid_to=TODAY - timedelta(days=1))
    assert called(cast, replace(worker)) == []
    assert called(cast, replace(manager)) == ["Amina Öberg"]
    assert own_record_of(replace(manager), one.circle_id).case.sat.unit == "Af Flen"


def test_the_reach_of_a_closed_unit_is_that_of_whom_speaks_for_its_authority(cast: Cast) -> None:
    one = closed(cast)
    board = cast.unit("Försörjningsstöd").authority
    Unit.objects.filter(name="Projektkontoret").update(authority=board)
    eva = cast.user("eva")
    Reach.objects.filter(unit__name="Projektkontoret").delete()
    assert one.controller_id not in viewer_of(eva, TODAY).controllers
    Unit.objects.filter(name="Försörjningsstöd").update(valid_to=TODAY - timedelta(days=1))
    assert one.controller_id in viewer_of(eva, TODAY).controllers


def test_of_somebody_protected_only_the_named_of_that_authority_see_it_and_by_alias(
    cast: Cast,
) -> None:
    one = closed(cast)
    karin, per = cast.viewer("karin").posts[0], cast.viewer("per").posts[0]
    name_team([one.circle], [(karin.unit_id, karin.position_id)], by=BY)
    Person.objects.filter(pk=one.person_id).update(protection="marked", alias="Blå Sten")
    assert called(cast, "per") == []
    name_team([one.circle], [(per.unit_id, per.position_id)], by=BY)
    assert called(cast, "per") == ["Blå Sten"]
    colleague = replace(
        cast.as_("per"), posts=tuple(replace(p, position_id=0) for p in cast.viewer("per").posts)
    )
    assert called(cast, colleague) == []
    Person.objects.filter(pk=one.person_id).update(protection="", alias="")
    let_units_back([(one.circle, [cast.unit("AUC").pk])], by=BY)
    assert called(cast, colleague) == ["Amina Öberg"], "the unit was in it before the protection"


def test_what_a_named_post_alone_was_told_is_no_name_for_its_unit(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """En plats för Pers befattning ensam säger inget om när hans enhet såg ärendet; en för enheten gör det."""
    one, per = cast.enrolled(), cast.as_("per")
    post = cast.viewer("per").posts[0]
    cast.as_everyone()
    seat = Member.objects.create(
        circle_id=one.circle_id, controller_id=one.controller_id, unit_id=post.unit_id, kinds=[],
        position_id=post.position_id, giver_id=one.controller_id, from_day=TODAY, basis="consent",
    )  # fmt: skip
    assert queries._last_open(per, [one.circle_id]) == {}
    Member.objects.filter(pk=seat.pk).update(position=None)
    assert list(queries._last_open(per, [one.circle_id])) == [one.circle_id]
    Member.objects.filter(pk=seat.pk).delete()
    monkeypatch.setattr(queries, "_as_of", lambda *_told: None)
    part = uuid7()
    monkeypatch.setattr(queries, "open_cases", lambda *_told: set())
    told_of = queries.names_told(cast.as_("karin"), [(one.pk, part)])
    assert told_of[part].name.strip() == "Namnet har inte lämnats till er"


def test_a_name_that_others_change_later_is_not_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = closed(cast)
    one_clock(monkeypatch)
    Person.objects.filter(pk=one.person_id).update(family_name="Nyttnamn")
    Person.objects.filter(pk=one.person_id).update(family_name="Nyarenamn")
    assert called(cast, "per") == ["Amina Öberg"]
    assert "namn" not in told(cast, "per", one)


def test_a_consent_that_ends_by_itself_or_is_taken_back_later_closes_then(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = shared(cast)
    one_clock(monkeypatch)
    per = viewer_of(cast.user("per"), TODAY + timedelta(days=200))
    assert called(cast, per) == ["Amina Öberg"], "its last day is over"
    parts = list(ConsentPart.objects.select_related("circle"))
    withdraw(parts, how="ringde", by=viewer_of(cast.user("karin"), TODAY + timedelta(days=5)))
    Person.objects.filter(pk=one.person_id).update(family_name="Nyttnamn")
    assert called(cast, per) == ["Amina Öberg"]


def test_what_others_do_to_its_rows_when_the_case_ends_is_not_told(cast: Cast) -> None:
    """An exit puts a last day on every authority's case; that would tell that it is over."""
    one = closed(cast)
    Involvement.objects.update(until_day=TODAY)
    assert "until_day" not in told(cast, "per", one)
    assert "from_day" in told(cast, "per", one)


def test_why_its_rows_were_changed_after_it_closed_is_not_told(cast: Cast) -> None:
    """Karin avslutar. Af:s eget ärende får en sista dag, och att det avslutades står ingenstans hos Af."""
    one = closed(cast)
    assert "why" not in told(cast, "per", one)
    exit_ = Exit(TODAY, cast.outcome("arbete").pk, "none_needed")
    close([(one, exit_)], by=cast.as_("karin"))
    cast.as_everyone()
    assert "avslutat" not in told(cast, "per", one)
    (theirs,) = Involvement.objects.filter(owner_authority=cast.unit("Af Flen").authority)
    latest = theirs.events.order_by("-pgh_id")[0]
    assert theirs.until_day is not None
    assert latest.pgh_context.metadata.get("why", "") == ""


def afs_own_case(cast: Cast, one: Participation) -> list[dict[str, object]]:
    """What Af would answer of its own case, if the person asked what it has: each version."""
    told = compiled_for(one, cast.unit("Af Flen").authority)
    return [words for key, words in told if key.startswith("casework.involvement")]


def test_who_asks_an_authority_for_their_data_is_told_its_own_case_as_it_stood(cast: Cast) -> None:
    """Af ser inte ärendet när Karin avslutar. Svaret på begäran kommer från Af, och säger ingen sista dag."""
    one = closed(cast)
    before = afs_own_case(cast, one)
    exit_ = Exit(TODAY, cast.outcome("arbete").pk, "none_needed")
    close([(one, exit_)], by=cast.as_("karin"))
    cast.as_everyone()
    assert afs_own_case(cast, one) == before
    assert [("from_day" in words, "until_day" in words) for words in before] == [(True, False)]
    (mine,) = [
        words for key, words in compiled_for(one, one.controller) if key.endswith(str(one.pk))
    ][-1:]
    assert mine["ends_on"] == TODAY.isoformat(), "the controller's own rows stand as they are"


def test_how_and_by_whom_a_consent_was_taken_back_is_told_by_the_controller_alone(
    cast: Cast,
) -> None:
    """Karin skrev "ringde". Det står i kommunens svar, och inte i Af:s eller FK:s."""
    one = closed(cast)
    for authority, told in (
        (one.controller, True),
        (cast.unit("Af Flen").authority, False),
        (cast.unit("FK Eskilstuna").authority, False),
    ):
        rows = [
            words
            for key, words in compiled_for(one, authority)
            if key.startswith("safeguards.consentpart") and "withdrawn_on" in words
        ]
        assert rows
        assert {("withdrawn_how" in row, "withdrawn_by" in row) for row in rows} == {(told, told)}


def test_an_own_case_that_ended_while_it_was_open_to_them_is_told_with_its_last_day(
    cast: Cast,
) -> None:
    one = shared(cast)
    Member.objects.filter(circle=one.circle).update(until_day=None)
    exit_ = Exit(TODAY, cast.outcome("arbete").pk, "none_needed")
    close([(one, exit_)], by=cast.as_("karin"))
    cast.as_everyone()
    told = afs_own_case(cast, one)
    assert [words.get("until_day") for words in told] == [None, "2025-06-03"]


def test_a_case_that_was_never_open_is_called_by_no_name(cast: Cast) -> None:
    one = cast.enrolled()
    let_in(one.circle, [cast.unit("Af Flen").pk], from_day=one.starts_on, by=BY)
    write(one, NewNote(HIS, TODAY), by=cast.as_("per"))
    assert called(cast, "per") == ["Namnet har inte lämnats till er"]
    assert HIS in told(cast, "per", one)


def moment(day: int, hour: int = 0) -> datetime:
    return make_aware(datetime.combine(TODAY + timedelta(days=day), time(hour)))


def test_the_last_one_could_see_is_when_the_seat_was_ended_or_its_last_day_was_over() -> None:
    assert seat_ended(TODAY, None) == moment(0)
    assert seat_ended(TODAY, moment(-9)) == moment(0), "said before, and ended by itself"
    assert seat_ended(TODAY, moment(0, 14)) == moment(0, 14), "ended that day, at two"
    assert seat_ended(TODAY, moment(3, 9)) == moment(3, 9), "ended back in time"
    assert seat_ended(None, None) > moment(0)


def test_the_name_is_the_one_of_that_moment() -> None:
    person = Person(id=uuid4(), given_name="Amina", family_name="Ny")
    was = [
        SimpleNamespace(
            given_name="Amina", family_name=name, register_key="", protection="", alias="",
            pgh_created_at=moment(day),
        )
        for name, day in (("Först", -5), ("Sedan", 5))
    ]  # fmt: skip

    def named(*days: int) -> str | None:
        return getattr(queries._as_of(person, [moment(day) for day in days], was), "name", None)

    assert [named(day) for day in (-9, 0, 9)] == ["Amina Först", "Amina Sedan", "Amina Ny"]
    assert named(0, 9, -9) == "Amina Ny", "the latest, in whatever order they come"
    was[1].protection, was[1].alias = "marked", "Blå Sten"
    assert named(0) is None, "what was told while they were protected was told to the named alone"
    assert named(-9, 0) == "Amina Först"
    assert named() is None
    person.protection, person.alias = "withheld", "Grön Å"
    assert named(9) == named() == "Grön Å"


def test_rows_of_one_authority_are_not_the_others_though_somebody_works_at_both(cast: Cast) -> None:
    """Only the authority whose unit was in the case keeps what it has there."""
    one = closed(cast)
    per, olle = cast.viewer("per"), cast.viewer("olle")
    Involvement.objects.update(owner_authority=olle.posts[0].authority_id)
    cast.as_everyone()
    both = replace(per, posts=(*per.posts, *olle.posts))
    rows = own_record(both, Involvement.objects.all(), queries.Way("participation__circle_id"))
    assert not rows.exists()
    assert one.circle_id in sat_in(both, [one.circle_id])


def test_the_page_tells_why_and_each_thing_goes_to_the_file_and_the_log_has_the_ground(
    cast: Cast, page: Page
) -> None:
    one = closed(cast)
    listed = get(page("per"), "/deltagare/vart-eget/")
    assert "Amina Öberg" in listed
    assert f"/deltagare/vart-eget/{one.circle_id}/" in listed
    text = get(page("per"), f"/deltagare/vart-eget/{one.circle_id}/")
    assert "Egen handling: Af Flen kom med i ärendet" in text
    assert HIS in text
    assert HERS not in text
    assert "samtycket är taget tillbaka" in text
    assert "har inte sagt om Stafett är akten" in text
    note = Note.objects.get(text=HIS)
    thing = f"/deltagare/vart-eget/{one.circle_id}/notes.note:{note.pk}/till-akten.pdf"
    assert thing in text
    alone = words(page("per").get(thing))
    assert HIS in alone
    assert "torsdag" not in alone
    assert "Uttaget av: Per Af" in alone
    whole = words(page("per").get(f"/deltagare/vart-eget/{one.circle_id}/till-akten.pdf"))
    assert HIS in whole
    assert "torsdag" in whole
    assert "Samtycket togs tillbaka" in whole
    assert page("per").get(thing.replace("notes.note", "notes.contact")).status_code == 404
    found = [r for r in readings_of(cast, one.person_id) if r.door.startswith("own_")]
    assert [r.door for r in found][:2] == ["own_records", "own_record"]
    assert {people_of(cast, r)[0].basis for r in found} == {OWN_RECORD}
    shown = get(page("karin"), f"/deltagare/{one.pk}/vem-har-last/")
    assert "därför att det är deras egen handling" in shown


def test_the_api_gives_the_same(cast: Cast, page: Page) -> None:
    one = closed(cast)
    found = page("per").get("/api/v1/own-records").json()
    assert [row["about"] for row in found["rows"]] == ["Amina Öberg"]
    assert not found["more"]
    told = page("per").get(f"/api/v1/own-records/{one.circle_id}").json()
    assert {thing["called"] for thing in told["things"]} == {
        "Anteckning", "Myndighetsärende", "Utlämnande",
    }  # fmt: skip
    assert page("fatima").get(f"/api/v1/own-records/{one.circle_id}").status_code == 404


def test_the_list_asks_as_much_of_the_database_however_long_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    asked = []
    for _number in range(3):
        closed(cast)
        viewer = cast.as_("per")
        with CaptureQueriesContext(connection) as seen:
            closed_cases(viewer)
        asked.append(len(seen))
    assert len(set(asked)) == 1, asked
    first, second = closed_cases(viewer), closed_cases(viewer, 2)
    assert (len(first.rows), first.more, len(second.rows), second.more) == (2, True, 1, False)


def test_what_is_corrected_before_it_closes_stands_as_corrected(cast: Cast) -> None:
    """The last version that the authority itself made is the one that is shown."""
    one = shared(cast)
    viewer = cast.as_("per")
    correct(Note.objects.get(text=HIS), NewNote("Rättad.", TODAY), by=viewer, because="fel")
    found = queries._as_it_stood(
        viewer, Note, list(Note.objects.values_list("pk", flat=True)), moment(9999)
    )
    assert found == {}
    assert one.circle_id


def test_whose_the_changes_were_is_asked_once_for_all_tables(cast: Cast) -> None:
    one = closed(cast)
    cast.as_everyone()
    with in_history(user=cast.user("karin").pk):
        Note.objects.update(text="x")
        Involvement.objects.update(until_day=TODAY)
    per = cast.as_("per")
    with CaptureQueriesContext(connection) as asked:
        own_record_of(per, one.circle_id)
    assert len([q for q in asked if 'FROM "accounts_user"' in q["sql"]]) == 1
