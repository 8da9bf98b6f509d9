"""Is each authority's archive written whole, with its own rows and nobody else's, and to its own file?"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from stafett.casework.actions import Living
from stafett.casework.models import Participation
from stafett.parties.models import Staff
from stafett.parties.staff_names import forget_names
from stafett.people.models import Person
from stafett.safeguards.actions import Item, Scan, release
from stafett.safeguards.actions.archive import write
from stafett.safeguards.actions.retention import NewRule, record_rule, warn
from stafett.safeguards.models import ConsentScan, Ending, Information, Release
from tests.cast import START, Cast

PAPER = b"\x89PNG\r\n\x1a\n"
DAY = date(2030, 2, 2)


@pytest.fixture
def ending(cast: Cast) -> Ending:
    """A decided ending of a case with a signed paper, something handed over, and an earlier version."""
    one = cast.ended(person=cast.person(given_name="Gallra", guardian="=Gun"), case_number="slut",
                     livelihoods=(Living("start", "wages"),))  # fmt: skip
    scan = Scan("papper.png", "image/png", PAPER)
    made = cast.consented(one, "Utanför", manner="paper", scan=scan)
    part = made.parts.select_related("circle").get(
        giver=made.controller_id, information=Information.AGREEMENT
    )
    release([Item(part, "agreement", "Saken", "Överens", "Det vi sa", how="Brev")],
            by=cast.viewer("karin"))  # fmt: skip
    cast.as_everyone()
    Person.objects.filter(pk=one.person_id).update(language="svenska")
    return _decided(cast, one)


def _decided(cast: Cast, one: Participation) -> Ending:
    rule = NewRule(cast.unit("AUC").authority, "case", "case_end", 60, "Plan 7", START)
    record_rule(rule, by=cast.viewer("lena"))
    (made,) = warn(one.controller_id, by=replace(cast.viewer("lena"), day=date(2030, 1, 2)))
    made.decided_on, made.decided_by, made.because = DAY, "Lena Chef", "7 §"
    return made


def _written(ending: Ending, settings: Any, folder: Path) -> dict[str, dict[str, bytes]]:
    """What is in each archive, by the name of whose it is."""
    settings.ARCHIVE = str(folder)
    told = write(ending)
    assert {one.name for one in folder.iterdir()} == set(told)
    found = {}
    for name, digest in told.items():
        path = folder / name
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
        assert path.stat().st_mode & 0o777 == 0o600
        with ZipFile(path) as archive:
            assert {one.compress_type for one in archive.infolist()} == {ZIP_DEFLATED}
            read = {one: archive.read(one) for one in archive.namelist()}
        day, key, owner = name[:10], name[11:47], name[48:-4]
        assert (day, key) == ("2030-02-02", str(ending.pk))
        found[owner] = read
    return found


def test_each_authority_gets_its_own_rows_in_a_file_of_its_own(
    cast: Cast, ending: Ending, settings: Any, tmp_path: Path
) -> None:
    own, office = cast.unit("AUC").authority, cast.unit("Utanför").authority
    written = _written(ending, settings, tmp_path)
    assert set(written) == {str(own.pk), str(office.pk)}
    data = {owner: json.loads(files["allt.json"]) for owner, files in written.items()}
    assert list(data[str(office.pk)]) == ["safeguards_release"]
    assert [one["title"] for one in data[str(office.pk)]["safeguards_release"]] == ["Överens"]
    assert {table: len(rows) for table, rows in data[str(own.pk)].items()} == {
        "safeguards_consentscan": 1, "safeguards_consentpart": 14, "safeguards_consent": 1,
        "casework_listing": 3, "casework_holding": 1, "casework_livelihood": 1, "handover_followup": 1,
        "casework_participation": 1, "safeguards_member": 5, "safeguards_circle": 1,
        "people_personevent": 1, "people_person": 1,
    }  # fmt: skip
    for authority in (own, office):
        read = written[str(authority.pk)]["LAS-MIG.txt"].decode()
        assert read.startswith(f"{authority.name}\n\nDet här är rader")
        assert f"{ending.pk}, 2030-02-02, av Lena Chef.\nSkäl: 7 §\nEnligt: Plan 7\n" in read


def test_the_page_says_whose_each_row_is_the_people_first(
    cast: Cast, ending: Ending, settings: Any, tmp_path: Path
) -> None:
    files = _written(ending, settings, tmp_path)[str(cast.unit("AUC").authority_id)]
    page = files["lasbart.html"].decode()
    headings = re.findall(r"<h2>(.+?)</h2>", page)
    assert headings[0] == "Namn, nummer och kontakt"
    assert page.count("<h3>Gallra ") == page.count("<article>")
    assert " object (" not in page


def test_a_row_is_told_by_all_its_columns_but_what_is_derived_for_search(
    cast: Cast, ending: Ending, settings: Any, tmp_path: Path
) -> None:
    files = _written(ending, settings, tmp_path)[str(cast.unit("AUC").authority_id)]
    data = json.loads(files["allt.json"])
    (person,), (earlier,) = data["people_person"], data["people_personevent"]
    fields = {column.name for column in Person._meta.concrete_fields}
    derived = {"sort_name", "search_family", "search_given", "search_family_last",
               "search_given_second"}  # fmt: skip
    assert fields - set(person) == derived & fields
    assert (person["given_name"], person["sex"], person["controller"], person["birth_year"]) == (
        "Gallra", "Kvinna", "Flens arbetsmarknadsnämnd", 2001,
    )  # fmt: skip
    assert (person["birth_date"], person["needs_interpreter"]) == (None, False)
    assert (person["language"], earlier["language"]) == ("svenska", "")
    assert not derived & set(earlier)
    page = files["lasbart.html"].decode()
    assert "<h2>Namn, nummer och kontakt: tidigare versioner</h2>" in page
    assert "<h2>Namn, nummer och kontakt</h2>" in page
    assert "<h2>Försörjning</h2>" in page
    assert "Context object" not in page + files["allt.json"].decode()
    assert {"pgh_context", "changed_by", "why"} <= set(earlier)
    assert not re.search(r"\d\d:\d\d:\d\d\.\d", page)
    table = files["tabeller/people_person.csv"].decode().splitlines()
    assert table[0].split(";") == list(person)
    assert "'=Gun" in table[1].split(";")
    assert len(table) == 2


def test_a_paper_lies_beside_as_it_came_in_with_its_name_where_it_was(
    cast: Cast, ending: Ending, settings: Any, tmp_path: Path
) -> None:
    written = _written(ending, settings, tmp_path)
    files = written[str(cast.unit("AUC").authority_id)]
    name = f"filer/consentscan-{ConsentScan.objects.get().pk}.png"
    assert files[name] == PAPER
    assert json.loads(files["allt.json"])["safeguards_consentscan"][0]["content"] == name
    sums = files["kontrollsummor.txt"].decode().splitlines()
    assert f"{hashlib.sha256(PAPER).hexdigest()}  {name}" in sums
    assert len(sums) == len(files) - 1
    other = written[str(cast.unit("Utanför").authority_id)]
    assert not [one for one in other if one.startswith("filer/")]


def test_names_stand_as_they_were_written_whoever_is_protected_since(
    cast: Cast, ending: Ending, settings: Any, tmp_path: Path
) -> None:
    Staff.objects.filter(name="Karin Ek").update(
        name="Medarbetare 7", real_name="Karin Ek", protected_by="Lena Chef", protected_on=DAY
    )
    forget_names()
    assert Release.objects.get().released_by == "Medarbetare 7"
    files = _written(ending, settings, tmp_path)[str(cast.unit("Utanför").authority_id)]
    assert json.loads(files["allt.json"])["safeguards_release"][0]["released_by"] == "Karin Ek"


def test_nothing_is_left_under_the_archives_name_when_it_cannot_be_written(
    ending: Ending, settings: Any, tmp_path: Path
) -> None:
    settings.ARCHIVE = str(tmp_path / "borta")
    with pytest.raises(OSError, match="borta"):
        write(ending)
