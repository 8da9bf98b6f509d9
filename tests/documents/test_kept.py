"""What becomes of documents in what a person is told, in the archive, and when their time has come."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.casework.own_data_paper import words_of
from stafett.casework.queries.own_record import own_record_of
from stafett.documents.actions import take_back
from stafett.notes.actions import NewNote, correct, retract
from stafett.safeguards.actions import withdraw
from stafett.safeguards.actions.archive import write
from stafett.safeguards.actions.retention import NewRule, record_rule, warn
from stafett.safeguards.models import ConsentPart, Ending
from stafett.safeguards.queries.due import due
from stafett.safeguards.queries.own_data import compiled
from tests.cast import START, TODAY, Cast
from tests.documents.world import PDF, put_in, with_af
from tests.notes.test_notes import noted

DAY = date(2040, 2, 2)


def told(cast: Cast, one: Participation, unit: str) -> list[dict[str, Any]]:
    """What an authority's answer to the person says of documents, as it stands now."""
    cast.as_everyone()
    sections = compiled(one.circle, cast.unit(unit).authority, timezone.now())
    things = [thing for part in sections for thing in part.things if thing.word == "Dokument"]
    return [thing.versions[-1].words for thing in things]


def test_the_person_is_told_each_authoritys_documents_with_the_files_themselves(
    cast: Cast,
) -> None:
    one = with_af(cast)
    put_in(cast, one)
    put_in(cast, one, "per", title="Af:s eget")
    (hers,) = told(cast, one, "AUC")
    assert hers == {
        "on_day": TODAY.isoformat(), "unit": "AUC", "written_by": "Karin Ek",
        "written_at": hers["written_at"], "title": "Betyg från komvux",
        "what": "Betyg eller kursbevis", "file_name": "betyg.pdf",
        "content_type": "application/pdf", "size": len(PDF),
        "content": {"sha256": hashlib.sha256(PDF).hexdigest(),
                    "base64": base64.b64encode(PDF).decode()},
    }  # fmt: skip
    assert words_of(hers["content"]) == "finns i datafilen"
    assert [words["title"] for words in told(cast, one, "Af Flen")] == ["Af:s eget"]


@pytest.mark.parametrize("what", ["document", "note"])
def test_the_person_is_not_told_what_was_taken_back_since_it_is_about_somebody_else(
    cast: Cast, what: str
) -> None:
    one = cast.enrolled()
    if what == "document":
        made: Any = put_in(cast, one, title="Bosses betyg")
        take_back(made, by=cast.as_("karin"), because="Bosses")
    else:
        made = noted(cast, one, text="Bosse")
        correct(made, NewNote("Bosse fick jobb", TODAY), by=cast.as_("karin"), because="Bosse")
        retract(made, by=cast.as_("karin"), because="Bosses")
    cast.as_everyone()
    sections = compiled(one.circle, cast.unit("AUC").authority, timezone.now())
    (thing,) = (t for part in sections for t in part.things if t.key.endswith(str(made.pk)))
    assert [version.words["retracted_by"] for version in thing.versions] == ["Karin Ek"]
    assert "Bosse" not in str(sections)


def test_nor_is_their_own_authority_in_a_case_that_was_closed_before_it_was(cast: Cast) -> None:
    one = with_af(cast)
    made, note = put_in(cast, one, "per", title="Bosses"), noted(cast, one, "per", text="Bosse")
    cast.as_everyone()
    parts = ConsentPart.objects.select_related("circle").order_by("pk")
    withdraw(list(parts), how="ringde", by=cast.viewer("karin"))
    assert "Bosse" in str(own_record_of(cast.as_("per"), one.circle_id).sections)
    take_back(made, by=cast.as_("per"), because="fel")
    retract(note, by=cast.as_("per"), because="fel")
    assert "Bosse" not in str(own_record_of(cast.as_("per"), one.circle_id).sections)


def _ending(cast: Cast, kind: str, start: str) -> Ending:
    rule = NewRule(cast.unit("AUC").authority, kind, start, 60, "Plan 7", START)
    record_rule(rule, by=cast.viewer("lena"))
    (made,) = warn(
        cast.unit("AUC").authority_id, by=replace(cast.viewer("lena"), day=date(2040, 1, 2))
    )
    made.decided_on, made.decided_by, made.because = DAY, "Lena Chef", "7 §"
    return made


def _archive(ending: Ending, settings: Any, folder: Path) -> dict[str, bytes]:
    settings.ARCHIVE = str(folder)
    (name,) = write(ending)
    with ZipFile(folder / name) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


def test_the_archive_has_the_files_as_they_came_in_also_of_what_was_taken_back(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    one = cast.ended()
    made, gone = put_in(cast, one), put_in(cast, one, title="Fel")
    take_back(gone, by=cast.as_("karin"), because="fel fil")
    cast.as_everyone()
    files = _archive(_ending(cast, "case", "case_end"), settings, tmp_path)
    rows = json.loads(files["allt.json"])
    names = {row["id"]: row["content"] for row in rows["documents_document"]}
    assert names[str(made.pk)] == f"filer/document-{made.pk}.pdf"
    assert files[names[str(made.pk)]] == PDF
    (earlier,) = rows["documents_documentevent"]
    assert (earlier["title"], earlier["why"]) == ("Fel", "fel fil")
    assert files[earlier["content"]] == PDF
    assert "<h2>Dokument</h2>" in files["lasbart.html"].decode()


def test_documents_end_before_their_case_by_kind_counted_from_when_they_were_added(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    one = cast.ended()
    old = put_in(cast, one, on_day=date(1998, 6, 10))
    cast.as_everyone()
    ending = _ending(cast, "note", "row_day")
    assert not list(due(one.controller_id, date(2030, 1, 1))), "it is of 1998, and was added since"
    assert [scope.ends for scope in ending.scopes.all()] == ["note"]
    rows = json.loads(_archive(ending, settings, tmp_path)["allt.json"])
    assert [row["id"] for row in rows["documents_document"]] == [str(old.pk)]
