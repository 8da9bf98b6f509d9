"""Is every reading of a person written down before it is shown, with who, why and by which door (law 4)?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory
from django.urls import reverse

from stafett.casework.models import Holding, Participation
from stafett.casework.queries.participants import participants
from stafett.casework.views import participation as pages
from stafett.database import aside, noticed
from stafett.database.cluster import Cluster
from stafett.frame.once import leading_to
from stafett.people.models import Person, PersonLink
from stafett.safeguards.actions import log as writing
from stafett.safeguards.actions.log import Door, NotLogged
from stafett.safeguards.answers import door_of
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import Circle, Form, Reading, ReadPerson
from stafett.safeguards.viewer import operator
from tests.casework.conftest import Page
from tests.cast import TODAY, Cast
from tests.safeguards.readings import people_of, readings_of

FAILING = "tests: the log cannot be written"


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log's connection is not to be had."""

    def run(*arguments: Any) -> None:
        raise psycopg.OperationalError(FAILING)

    monkeypatch.setattr(writing, "run", run)


def _address(one: Participation, name: str = "participation") -> str:
    return reverse(name, args=[one.pk])


def test_a_page_says_who_read_whom_and_what_let_them_in(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    page("karin").get(_address(one))
    (reading,) = readings_of(cast, one.person_id)
    member = one.circle.members.get(unit=cast.unit("AUC"))
    assert (reading.user_id, reading.name) == (cast.user("karin").pk, "Karin Ek")
    assert (reading.authority, reading.unit, reading.role) == (
        "Flens arbetsmarknadsnämnd", "AUC", "coach",
    )  # fmt: skip
    assert (reading.form, reading.method, reading.door) == ("page", "GET", "participation")
    assert (reading.controller_id, reading.people) == (one.controller_id, 1)
    (met,) = people_of(cast, reading)
    assert (met.circle_id, met.member_id, met.unit_id) == (one.circle_id, member.pk, member.unit_id)
    assert (met.basis, met.since) == ("role", member.from_day)


def test_who_is_in_by_their_own_case_and_by_consent_read_the_controllers_by_consent(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    cast.involved(one, "per")
    cast.as_everyone()
    members = one.circle.members.filter(unit=cast.unit("Af Flen"))
    assert set(members.order_by().values_list("basis", flat=True)) == {"role", "consent"}
    page("per").get(_address(one))
    (met,) = people_of(cast, readings_of(cast, one.person_id)[-1])
    assert met.basis == "consent"


def test_who_has_several_posts_read_as_those_that_see_people(cast: Cast) -> None:
    one = cast.enrolled()
    karin, stig = cast.viewer("karin"), cast.viewer("stig")
    met = noticed.Noticed(circles={one.circle_id: (one.person_id, one.controller_id)})
    writing.record(met, Door("prov", Form.PAGE), by=karin.holding([*stig.posts, *karin.posts]))
    writing.record(met, Door("prov", Form.PAGE), by=stig)
    both, alone = readings_of(cast, one.person_id)
    assert (both.role, both.unit) == ("coach", "AUC")
    assert (alone.role, alone.unit) == ("steering_member", "Af Flen")


@pytest.mark.parametrize(
    "read", [["pk"], ["person_id"], ["controller_id"], ["person_id", "controller_id"]]
)
def test_whose_a_circle_is_is_known_however_little_of_it_was_read(
    cast: Cast, read: list[str]
) -> None:
    one = cast.enrolled()
    with noticed.noticing(noticed.Noticed()) as met:
        Circle.objects.only(*read).get(pk=one.circle_id)
    met.looked_up()
    assert met.circles == {one.circle_id: (one.person_id, one.controller_id)}


@pytest.mark.parametrize(("method", "kind", "form"), [
    ("GET", "text/html; charset=utf-8", Form.PAGE), ("GET", "application/json", Form.API),
    ("GET", "text/csv", Form.EXPORT), ("GET", "", Form.EXPORT), ("POST", "text/html", Form.PAGE),
    ("POST", "application/json", Form.CHANGE), ("PUT", "application/json", Form.CHANGE),
    ("POST", "application/pdf", Form.CHANGE),
])  # fmt: skip
def test_an_answers_form_is_what_the_door_gave_out(method: str, kind: str, form: Form) -> None:
    request = RequestFactory().generic(method, "/")
    request.resolver_match = None
    answer = HttpResponse(content_type=kind or None)
    if not kind:
        del answer["Content-Type"]
    assert door_of(request, answer) == Door("", form, method)


@pytest.mark.parametrize(
    ("led_to", "form"), [(None, Form.CHANGE), ("", Form.PAGE), ("/dit/", Form.CHANGE)]
)
def test_an_answer_that_leads_on_has_made_something_unless_it_says_otherwise(
    led_to: str | None, form: Form
) -> None:
    request = RequestFactory().post("/")
    request.resolver_match = None
    answer = redirect("/dit/")
    if led_to is not None:
        answer = leading_to(answer, led_to)
    assert door_of(request, answer).form == form


def test_a_page_that_is_asked_for_by_sending_something_is_a_page_all_the_same(
    cast: Cast, page: Page
) -> None:
    """Else whoever has no part in a case would stand there as having changed it, and never be asked why."""
    one = cast.enrolled()
    assert page("karin").post(f"/deltagare/{one.pk}/").status_code == 200
    (reading,) = readings_of(cast, one.person_id)
    assert (reading.form, reading.method) == (Form.PAGE, "POST")


def test_a_list_is_one_row_with_a_narrow_one_for_each_of_its_people(cast: Cast, page: Page) -> None:
    made = [cast.enrolled() for _ in range(3)]
    page("karin").get(reverse("participants"))
    (reading,) = readings_of(cast, made[0].person_id)
    assert reading.people == 3
    assert {met.person_id for met in people_of(cast, reading)} == {one.person_id for one in made}


def test_each_controller_has_its_own_log(cast: Cast, page: Page) -> None:
    flen, katrineholm = cast.enrolled("flen"), cast.enrolled("katrineholm")
    page("eva").get(reverse("participants"))
    found = {
        r.controller_id: r.people for r in readings_of(cast, flen.person_id, katrineholm.person_id)
    }
    assert found == {flen.controller_id: 1, katrineholm.controller_id: 1}
    cast.as_("karin")
    mine = set(Reading.objects.order_by("pk").values_list("controller_id", flat=True))
    assert mine == {flen.controller_id}


def test_nobody_is_logged_when_nobody_is_shown(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    assert page("per").get(_address(one)).status_code == 404
    assert page("lena").get(_address(one, "correct_person")).status_code == 403
    page("karin").get(reverse("account"))
    assert readings_of(cast, one.person_id) == []


def test_what_was_asked_for_is_told_without_what_somebody_wrote(cast: Cast, page: Page) -> None:
    one = cast.enrolled(person=cast.person(family_name="Hemligsson"))
    page("karin").get(reverse("participants"), {"q": "Hemligsson", "insats": "prov", "gren": ""})
    page("karin").get(_address(one, "correct_person"))
    assert [r.asked for r in readings_of(cast, one.person_id)] == [
        "q insats",
        "name=correct_person",
    ]


def test_the_api_and_a_change_say_that_they_are(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    client = page("karin")
    client.get(reverse("api:get_participation", args=[one.pk]))
    fields = {"given_name": "Ny", "family_name": "Öberg"}
    client.post(_address(one, "correct_person"), fields)
    body = {"fields": {"given_name": "Nyare"}}
    address = reverse("api:post_form", args=[one.pk, "correct_person"])
    client.post(address, body, content_type="application/json")
    forms = [(r.form, r.door) for r in readings_of(cast, one.person_id)]
    assert forms[0] == ("api", "api:get_participation")
    assert forms[1][1] == "correct_person"


def test_somebody_enrolled_is_written_down_by_who_did_it(cast: Cast, page: Page) -> None:
    where = cast.branch("flen").pk
    sent = {"branch": where, "starts_on": "2024-03-01", "family_name": "Nykomling", "sex": "woman"}
    assert page("karin").post(reverse("enrol"), sent).status_code == 302
    cast.as_everyone()
    one = Participation.objects.get(person__family_name="Nykomling")
    (reading,) = readings_of(cast, one.person_id)
    assert (reading.form, reading.name, reading.door) == ("change", "Karin Ek", "enrol")


@pytest.mark.usefixtures("broken")
def test_no_log_no_page(cast: Cast, page: Page) -> None:
    one = cast.enrolled(person=cast.person(family_name="Hemligsson"))
    for address in (_address(one), reverse("participants"), reverse("today") + "?namn=1"):
        answer = page("karin").get(address)
        assert answer.status_code == 503, address
        assert "därför visas ingen och inget har sparats" in answer.content.decode()
        assert "Hemligsson" not in answer.content.decode()


@pytest.mark.usefixtures("broken")
def test_no_log_no_change_and_what_was_typed_is_shown(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    seen = page("karin").get(reverse("account"))
    assert seen.status_code == 200
    sent = {
        "first": one.person_id, "second": cast.enrolled().person_id, "because": "Legitimation.",
        "as_written": "on",
    }  # fmt: skip
    answer = page("karin").post(reverse("link_people"), sent)
    assert answer.status_code == 503
    assert "Legitimation." in answer.content.decode()
    cast.as_everyone()
    assert not PersonLink.objects.filter(first=one.person_id).exists()


@pytest.mark.usefixtures("broken")
def test_the_api_says_the_same_in_json(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    answer = page("karin").get(reverse("api:get_participation", args=[one.pk]))
    assert answer.status_code == 503
    said = "Loggen går inte att skriva just nu. Inget visas och inget har sparats."
    assert answer.json() == {"detail": said, "faults": [{"field": "", "sentence": said}]}


@pytest.mark.usefixtures("broken")
def test_a_job_without_a_log_keeps_nothing(cast: Cast) -> None:
    one = cast.enrolled()
    with pytest.raises(NotLogged), acting(cast.viewer("karin"), "nattlig rättning"):
        Participation.objects.filter(pk=one.pk).update(referring_caseworker="Ny")
        assert Participation.objects.get(pk=one.pk)
    cast.as_everyone()
    with noticed.noticing(noticed.Noticed()):
        assert Participation.objects.get(pk=one.pk).referring_caseworker == ""


def test_jobs_and_commands_are_logged_by_the_same_function(cast: Cast) -> None:
    one = cast.enrolled()
    with acting(cast.viewer("karin"), "nattlig rättning", door="prov.job"):
        Person.objects.get(pk=one.person_id)
    with acting(operator(TODAY).reaching((one.controller_id,)), "stafett prov"):
        Participation.objects.get(pk=one.pk)
    job, command = readings_of(cast, one.person_id)
    assert (job.form, job.door, job.because, job.unit) == (
        "job",
        "prov.job",
        "nattlig rättning",
        "AUC",
    )
    assert (command.form, command.door, command.name) == ("command", "command", "driften")
    assert (command.role, command.user_id) == ("operator", None)


def test_many_are_written_on_the_way_so_that_memory_stays_flat(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [cast.enrolled() for _ in range(5)]
    monkeypatch.setattr(noticed, "MOST", 2)
    with acting(cast.viewer("karin"), "prov"):
        list(Participation.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))
        list(Person.objects.filter(pk__in=[one.person_id for one in made]).order_by("pk"))
        list(Holding.objects.filter(participation__in=made).order_by("pk"))
    found = readings_of(cast, *(one.person_id for one in made))
    assert len(found) > 5
    assert max(r.people for r in found) < 5


def test_a_job_within_a_request_is_the_requests(cast: Cast, page: Page, monkeypatch: Any) -> None:
    one = cast.enrolled()

    def within(viewer: Any, key: Any) -> Any:
        with acting(viewer, "inuti"):
            Person.objects.get(pk=one.person_id)
        return original(viewer, key)

    original = pages.sheet
    monkeypatch.setattr(pages, "sheet", within)
    page("karin").get(_address(one))
    assert [r.door for r in readings_of(cast, one.person_id)] == ["participation"]


def _streaming(one: Participation) -> Any:
    def view(request: Any, key: Any) -> Any:
        def rows() -> Iterator[bytes]:
            yield b"first"
            with acting(request.viewer, "utdrag"):
                yield Participation.objects.get(pk=key).case_number.encode()

        return StreamingHttpResponse(rows(), content_type="text/csv")

    return view


@pytest.fixture
def streamed(cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The page of one participation as a stream of a word and then its number."""
    one = cast.enrolled(case_number="STRÖM-1")

    def get() -> Any:
        from django.urls import get_resolver

        resolved = get_resolver().resolve(_address(one))
        client: Client = page("karin")
        monkeypatch.setattr("django.core.handlers.base.BaseHandler.resolve_request",
                            lambda self, request: _match(request, resolved, _streaming(one)))  # fmt: skip
        return client.get(_address(one))

    return one, get


def _match(request: Any, resolved: Any, view: Any) -> Any:
    resolved.func = view
    request.resolver_match = resolved
    return resolved


def test_a_stream_is_logged_before_each_part_leaves(cast: Cast, streamed: Any) -> None:
    one, get = streamed
    parts = iter(get().streaming_content)
    assert next(parts) == b"first"
    assert readings_of(cast, one.person_id) == []
    assert next(parts) == "STRÖM-1".encode()
    (reading,) = readings_of(cast, one.person_id)
    assert (reading.form, reading.door) == ("export", "participation")
    assert list(parts) == []


@pytest.mark.usefixtures("broken")
def test_a_stream_breaks_off_when_it_cannot_be_logged(cast: Cast, streamed: Any) -> None:
    _one, get = streamed
    parts = iter(get().streaming_content)
    assert next(parts) == b"first"
    with pytest.raises(NotLogged):
        next(parts)


def test_the_log_is_committed_whatever_becomes_of_the_request(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    with transaction.atomic():
        page("karin").get(_address(one))
        transaction.set_rollback(True)
    assert len(readings_of(cast, one.person_id)) == 1


def test_connections_that_have_gone_are_opened_anew(cast: Cast, page: Page) -> None:
    one, client = cast.enrolled(), page("karin")
    client.get(_address(one))
    with aside._pool("log").connection(), aside._pool("log").connection():
        pass  # now there are two that will have gone
    with psycopg.connect(**Cluster().superuser(), autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                      " WHERE usename = 'stafett_log'")  # fmt: skip
    assert client.get(_address(one)).status_code == 200
    assert len(readings_of(cast, one.person_id)) == 2


@pytest.mark.parametrize("model", [Reading, ReadPerson])
@pytest.mark.parametrize("change", ["INSERT INTO {} DEFAULT VALUES", "DELETE FROM {}",
                                    "UPDATE {} SET controller_id = 1"])  # fmt: skip
def test_the_app_cannot_write_the_log_itself(cast: Cast, model: Any, change: str) -> None:
    cast.as_everyone()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(change.format(model._meta.db_table))


def test_the_doubles_page_logs_those_shown_and_not_all_that_were_compared(
    cast: Cast, page: Page
) -> None:
    alike = [
        cast.enrolled(person=cast.person(family_name="Tvilling", birth_date=TODAY)) for _ in "ab"
    ]
    other = cast.enrolled(person=cast.person(given_name="Helt", family_name="Annan"))
    page("karin").get(reverse("duplicates"))
    (reading,) = readings_of(cast, *(one.person_id for one in alike))
    assert reading.people == 2
    assert readings_of(cast, other.person_id) == []


def test_a_search_beside_a_new_person_logs_only_those_found_alike(cast: Cast) -> None:
    cast.enrolled()
    viewer = cast.as_("karin")
    with noticed.noticing(noticed.Noticed()) as met:
        participants(viewer, _all())
    assert len(met.circles) == 1
    with noticed.noticing(noticed.Noticed()) as met, noticed.looking_up("possible doubles"):
        participants(viewer, _all())
    assert not met


def _all() -> Any:
    from stafett.casework.queries.participants import Wanted

    return Wanted()


def test_a_reading_that_shows_nobody_stands_in_the_table_with_its_reason() -> None:
    assert all(len(reason) > 40 for reason in noticed.EXCUSED.values())
    with pytest.raises(KeyError), noticed.looking_up("jag tror att det går bra"):
        pass


@pytest.mark.parametrize("rows", [
    Person.objects.only("given_name"), Participation.objects.only("case_number"),
    Holding.objects.only("from_day"), Circle.objects.only("named_only"), Holding.objects.all(),
    Participation.objects.defer("person"),
], ids=["person", "participation", "holding", "circle", "whole holding", "no person"])  # fmt: skip
def test_a_row_with_columns_left_out_is_noticed_too(cast: Cast, rows: Any) -> None:
    one = cast.enrolled()
    with noticed.noticing(noticed.Noticed()) as met:
        assert list(rows.order_by("pk"))
    met.looked_up()
    found = {person for person, _controller in met.circles.values()} | set(met.people)
    assert found == {one.person_id}


def test_rows_shown_and_circles_told_outside_a_request_are_nobodys(cast: Cast) -> None:
    one = cast.enrolled()
    noticed.notice([one])
    noticed.notice_circles([(one.circle_id, one.person_id, one.controller_id)])
    assert not noticed.is_noticed()


def test_a_row_that_is_gone_when_it_is_looked_up_is_nobody(cast: Cast) -> None:
    met = noticed.Noticed()
    met.part(Participation, noticed.OWN, "0190163d-8694-739b-aea5-966c26f8ad90")
    before = Reading.objects.count()
    writing.record(met, writing.Door("prov", Form.JOB), by=operator(TODAY))
    assert Reading.objects.count() == before


def test_an_answer_that_has_no_door_is_still_written_down(cast: Cast) -> None:
    from django.test import RequestFactory

    from stafett.safeguards.answers import door_of

    request = RequestFactory().get("/?q=x&tom=")
    door = door_of(request, HttpResponse(b"", content_type="application/json"))
    assert (door.name, door.form, door.asked) == ("", "api", "q")
