"""The pages and the API of documents: a file goes in by a form, and comes out as a file to save."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from django.urls import reverse

from stafett.documents import queries
from stafett.documents.actions import take_back
from stafett.documents.models import Document
from stafett.frame.metadata import without_position
from stafett.safeguards.actions import withdraw
from stafett.safeguards.models import ConsentPart, Reading
from tests.casework.conftest import faults, get, send
from tests.cast import TODAY, Cast
from tests.documents.photo import with_position
from tests.documents.world import JPEG, PDF, PNG, TYPED, address, put_in, sent, upload, with_af

TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [(PDF, "application/pdf", "pdf"), (PNG, "image/png", "png"), (JPEG, "image/jpeg", "jpg")],
)
def test_a_file_comes_out_as_it_went_in_to_save_and_never_as_a_page(
    cast: Cast, page: Any, content: bytes, kind: str, ending: str
) -> None:
    one, karin = cast.enrolled(), page("karin")
    assert sent(karin, one, file=upload(content, "vad.som.helst")).status_code == 302
    cast.as_everyone()
    made = Document.objects.get()
    text = get(karin, reverse("documents", args=[one.pk]))
    assert address(made) in text
    assert f"{ending}, " in text
    answer = karin.get(address(made))
    assert (answer.status_code, answer.content) == (200, content)
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == f'attachment; filename="betyg-fran-komvux.{ending}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("field", ["file", "photo"])
def test_a_photo_is_kept_without_what_says_where_it_was_taken(
    cast: Cast, page: Any, field: str
) -> None:
    one, karin = cast.enrolled(), page("karin")
    told = {"file": "", field: upload(with_position(), "IMG_0043.jpg")}
    assert sent(karin, one, **told).status_code == 302
    cast.as_everyone()
    made = Document.objects.get()
    kept = karin.get(address(made)).content
    assert kept == without_position(with_position()) != with_position()
    assert made.size == len(kept)


@pytest.mark.parametrize("field", ["file", "photo"])
def test_of_two_files_in_one_field_none_is_taken(cast: Cast, page: Any, field: str) -> None:
    one, karin = cast.enrolled(), page("karin")
    both = [upload(PDF, "a.pdf"), upload(PNG, "b.png")]
    answer = sent(karin, one, **{"file": "", field: both})
    assert answer.status_code == 422
    assert "Fältet har fått flera filer" in faults(answer)
    assert TYPED["title"] in answer.content.decode(), "what was typed stands"
    cast.as_everyone()
    assert not Document.objects.exists()


def test_nor_over_the_api(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    where = reverse("api:put_document", args=[one.pk])
    answer = karin.post(where, {**TYPED, "file": [upload(PDF), upload(PNG)]})
    assert answer.status_code == 422
    assert "Fältet har fått flera filer" in str(answer.json())
    assert karin.post(where, {**TYPED, "file": upload(PDF)}).status_code == 201
    cast.as_everyone()
    assert Document.objects.count() == 1


def test_a_title_without_letters_gives_the_file_a_name_all_the_same(cast: Cast, page: Any) -> None:
    made = put_in(cast, cast.enrolled(), title="…")
    assert page("karin").get(address(made))["Content-Disposition"].endswith('"dokument.pdf"')


def test_a_picture_taken_with_the_phone_is_a_document(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    form = get(karin, reverse("document_new", args=[one.pk]))
    assert 'accept="image/jpeg,image/png"' in form
    assert 'capture="environment"' in form
    assert 'enctype="multipart/form-data"' in form
    assert sent(karin, one, file="", photo=upload(JPEG, "IMG_1.jpg")).status_code == 302
    cast.as_everyone()
    assert Document.objects.get().content_type == "image/jpeg"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"file": ""}, "Välj en fil, eller ta en bild."),
        ({"photo": upload(JPEG)}, "både en fil och en bild"),
        ({"file": upload(b"<script>alert(1)</script>", "x.pdf")}, "varken pdf, png, jpeg"),
        ({"file": upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg")}, "varken pdf"),
        ({"file": upload(PDF + b" " * 10_000_001)}, "större än 10 MB"),
        ({"file": upload(PDF + b" " * 20_000_001)}, "större än 10 MB"),
        ({"what": "ingenting"}, "Slags dokument"),
        ({"on_day": "2099-01-01"}, "Dagen har inte varit än"),
    ],
)
def test_what_is_refused_says_why_and_what_was_typed_stands(
    cast: Cast, page: Any, told: dict[str, Any], said: str
) -> None:
    one = cast.enrolled()
    answer = sent(page("karin"), one, **told)
    assert answer.status_code == 422
    assert said in faults(answer)
    assert "Betyg från komvux" in answer.content.decode()
    assert "filen får du välja igen" in answer.content.decode()
    cast.as_everyone()
    assert not Document.objects.exists()


def test_a_double_click_and_a_form_sent_anew_put_one_document_there(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    key = "6f1b8f8e-0000-4000-8000-000000000001"
    for _click in range(2):
        assert sent(karin, one, form_key=key).status_code == 302
    anew = sent(karin, one, form_key=key.replace("1", "2"))
    assert "står redan" in faults(anew)
    cast.as_everyone()
    assert Document.objects.count() == 1


def test_opening_a_document_is_a_reading_of_its_own_in_the_log(cast: Cast, page: Any) -> None:
    made = put_in(cast, cast.enrolled())
    before = Reading.objects.filter(door="document_file").count()
    page("karin").get(address(made))
    cast.as_everyone()
    assert Reading.objects.filter(door="document_file").count() == before + 1


def test_karin_takes_a_document_back_and_nothing_of_it_is_there_any_more(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    made = put_in(cast, one, title="Bosses betyg")
    karin, where = page("karin"), address(made, "document_retract")
    assert where in get(karin, reverse("documents", args=[one.pk]))
    assert "Bosses betyg" in get(karin, where)
    send(karin, where, because="två flikar öppna")
    for door in ("documents", "timeline", "participation"):
        assert "Bosses" not in get(karin, reverse(door, args=[one.pk])), door
    assert "Dokument: tillbakadraget" in get(karin, reverse("documents", args=[one.pk]))
    get(karin, address(made), 404)
    assert "drogs tillbaka" in get(karin, where)
    late = karin.post(where, {"because": "mitt skäl", "seen": "x"})
    assert "drogs tillbaka" in faults(late)
    assert "mitt skäl" in late.content.decode()


def test_whoever_may_not_see_it_is_answered_as_where_there_is_nothing(
    cast: Cast, page: Any
) -> None:
    one = with_af(cast)
    made, per = put_in(cast, one), page("per")
    nothing = address(made).replace(str(made.pk), str(one.pk))
    for where in (address(made), nothing):
        assert per.get(where).status_code == 404
    hidden, never = (TOKEN.sub("", get(per, where, 404)) for where in (address(made), nothing))
    assert hidden.replace(address(made), "") == never.replace(nothing, "")
    assert "Inga dokument finns här än" in get(per, reverse("documents", args=[one.pk]))


def test_whoever_only_reads_is_offered_neither_to_add_nor_to_take_back(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    made, lena = put_in(cast, one), page("lena")
    text = get(lena, reverse("documents", args=[one.pk]))
    assert address(made) in text
    assert reverse("document_new", args=[one.pk]) not in text
    assert address(made, "document_retract") not in text


def test_pages_lead_to_older_and_newer(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    one = cast.enrolled()
    for _number in range(3):
        put_in(cast, one)
    text = get(page("karin"), reverse("documents", args=[one.pk]) + "?sida=2")
    assert "?sida=1" in text
    assert "?sida=3" in text


def test_another_program_puts_lists_fetches_and_takes_back_documents(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    where = f"/api/v1/participations/{one.pk}/documents"
    told = {"title": "Intyg", "what": "certificate", "on_day": TODAY.isoformat(), "health": "true"}
    made = karin.post(where, {**told, "file": upload(PNG, "intyg.png")})
    assert made.status_code == 201, made.content
    (row,) = karin.get(where).json()["rows"]
    assert row["key"] == made.json()["key"]
    assert (row["title"], row["what"], row["health"]) == ("Intyg", "certificate", True)
    assert (row["size"], row["authority"]) == (len(PNG), "Flens arbetsmarknadsnämnd")
    file = karin.get(f"{where}/{row['key']}")
    assert (file.content, file["Content-Type"]) == (PNG, "image/png")
    back, plain = f"{where}/{row['key']}/retraction", {"content_type": "application/json"}
    unsaid = karin.post(back, {"fields": {}}, **plain)
    assert unsaid.status_code == 422
    assert "because" in unsaid.json()["detail"]
    assert karin.post(back, {"fields": {"because": "fel fil"}}, **plain).status_code == 200
    (row,) = karin.get(where).json()["rows"]
    assert (row["title"], row["what"], row["retracted_on"]) == ("", None, TODAY.isoformat())
    assert karin.get(f"{where}/{row['key']}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"file": ""}, "file: Välj en fil"),
        ({"on_day": "i fjol"}, "on_day: "),
        ({"what": "x"}, "what: "),
    ],
)
def test_another_program_is_told_what_is_wrong(
    cast: Cast, page: Any, wrong: dict[str, str], said: str
) -> None:
    where = f"/api/v1/participations/{cast.enrolled().pk}/documents"
    told = {**TYPED, "file": upload(), **wrong}
    answer = page("karin").post(where, told)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    cast.as_everyone()
    assert not Document.objects.exists()


def test_in_a_case_that_has_ended_documents_are_opened_and_taken_back(
    cast: Cast, page: Any
) -> None:
    one = cast.ended()
    made = put_in(cast, one)
    karin = page("karin")
    assert karin.get(address(made)).content == PDF
    send(karin, address(made, "document_retract"), because="fel fil")
    cast.as_everyone()
    assert Document.objects.get().retracted_on == TODAY


def test_in_a_closed_case_an_authority_opens_its_own_document_and_nobody_elses(
    cast: Cast, page: Any
) -> None:
    one = with_af(cast)
    mine, hers = put_in(cast, one, "per", title="Af:s intyg"), put_in(cast, one)
    cast.as_everyone()
    parts = ConsentPart.objects.select_related("circle").order_by("pk")
    withdraw(list(parts), how="ringde", by=cast.viewer("karin"))
    cast.as_everyone()
    per = page("per")
    where = reverse("own_document", args=[one.circle_id, mine.pk])
    record = get(per, reverse("own_record", args=[one.circle_id]))
    assert where in record
    assert "Af:s intyg" in record
    assert base64.b64encode(PDF).decode() not in record
    assert per.get(where).content == PDF
    assert per.get(address(mine)).status_code == 404
    assert per.get(where.replace(str(mine.pk), str(hers.pk))).status_code == 404
    api = f"/api/v1/own-records/{one.circle_id}"
    assert base64.b64encode(PDF).decode() not in per.get(api).content.decode()
    assert per.get(f"{api}/documents/{mine.pk}").content == PDF
    cast.as_everyone()
    take_back(mine, by=cast.as_("per"), because="fel fil")
    assert per.get(where).status_code == 404


def test_while_the_case_is_open_its_own_page_is_the_way_to_the_file(cast: Cast, page: Any) -> None:
    one = with_af(cast)
    made = put_in(cast, one, "per")
    where = reverse("own_document", args=[one.circle_id, made.pk])
    assert page("per").get(where).status_code == 404


def test_a_body_that_is_no_form_is_answered_as_any_other_where_there_is_nothing(
    cast: Cast, page: Any
) -> None:
    broken = {"data": b"x", "content_type": "multipart/form-data"}
    for where in ("/api/v1/participations/x/documents", "/deltagare/x/dokument/nytt/"):
        assert page("karin").generic("POST", where, **broken).status_code == 404
