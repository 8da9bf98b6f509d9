"""Is the file of one's own data the same to the byte, and is each fault of a request told at its field?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.translation import override

from stafett.database.own_data import About
from stafett.parties.models import Authority
from stafett.people.models import Person, PersonLink
from stafett.safeguards.models import (
    Circle,
    OwnDataDecision,
    OwnDataExclusion,
    OwnDataRequest,
)
from stafett.safeguards.own_data_file import file_of, without
from stafett.safeguards.own_data_rules import faults_of_longer, faults_of_note
from stafett.safeguards.queries.own_data import Section, Thing, Version

DAY = date(2025, 6, 2)
UNTIL = "2025-06-01T09:05:00+02:00"
ASKED = OwnDataRequest(
    authority=Authority(name="Flens nämnd"), asked_by="Amina", asked_how="desk", asked_on=DAY,
    compiled_at=datetime(2025, 6, 3, 7, 0, 5, tzinfo=UTC),
)  # fmt: skip
DECISION = OwnDataDecision(decided_by="Lena Chef", decided_on=DAY, appeal="Skriv till nämnden.")
SECTIONS = [
    Section(About.IDENTITY, [Thing("people.person:1", Person, [
        Version(UNTIL, {"family_name": "Å"}),
        Version("", {"family_name": "Öberg", "guardian": "Gun"}),
    ]), Thing("people.personlink:1", PersonLink, [Version("", {"linked_by": "Karin"})])]),
    Section(About.LIFE, [Thing("people.person:2", Person, [Version("", {"family_name": "Å"})])]),
    Section(About.OTHER, [Thing("people.person:3", Person, [Version(UNTIL, {"sex": "kvinna"})])]),
    Section(About.READ, [Thing("reading:1", None, [Version("", {"name": "Karin", "times": 2})])]),
]  # fmt: skip
FILE = """{
 "format": "stafett-own-data",
 "version": 1,
 "authority": "Flens nämnd",
 "asked": {
  "by": "Amina",
  "how": "på plats",
  "on": "2025-06-02"
 },
 "compiled_at": "2025-06-03T09:00:05+02:00",
 "decided": {
  "by": "Lena Chef",
  "on": "2025-06-02"
 },
 "appeal": "Skriv till nämnden.",
 "excluded": [
  {
   "section": "identity",
   "what": "Gode mannen",
   "why": "sekretess",
   "ground": "Vår prövning",
   "because": "Kan skada"
  }
 ],
 "sections": [
  {
   "key": "identity",
   "heading": "Vem du är",
   "items": [
    {
     "table": "people.person",
     "called": "Namn, nummer och kontakt",
     "labels": {
      "family_name": "efternamn"
     },
     "values": {
      "family_name": "Öberg"
     },
     "earlier": [
      {
       "until": "2025-06-01T09:05:00+02:00",
       "values": {
        "family_name": "Å"
       }
      }
     ]
    },
    {
     "table": "people.personlink",
     "called": "Länk till en annan post som gäller samma människa",
     "labels": {
      "linked_by": "länkad av"
     },
     "values": {
      "linked_by": "Karin"
     },
     "earlier": []
    }
   ]
  },
  {
   "key": "other",
   "heading": "Övrigt",
   "items": [
    {
     "table": "people.person",
     "called": "Namn, nummer och kontakt",
     "labels": {
      "sex": "kön"
     },
     "values": null,
     "earlier": [
      {
       "until": "2025-06-01T09:05:00+02:00",
       "values": {
        "sex": "kvinna"
       }
      }
     ]
    }
   ]
  },
  {
   "key": "read",
   "heading": "Vem som har läst",
   "items": [
    {
     "table": "log",
     "called": "Läsning",
     "labels": {
      "name": "namn",
      "times": "antal gånger"
     },
     "values": {
      "name": "Karin",
      "times": 2
     },
     "earlier": []
    }
   ]
  }
 ]
}"""
"""A file whose bytes change no longer gives the digest that was decided on, and is not handed out."""


def _left_out(**told: Any) -> OwnDataExclusion:
    known = {"about": "identity", "what": "Gode mannen", "why": "secrecy",
             "ground": "Vår prövning", "because": "Kan skada"}  # fmt: skip
    return OwnDataExclusion(**{**known, **told})


def test_the_file_is_byte_for_byte_what_was_decided_on() -> None:
    left = [_left_out(item="people.person:1", column="guardian"),
            _left_out(about="life", unsaid_because="Farligt att veta")]  # fmt: skip
    for language in ("sv", "en"):
        with override(language):
            assert file_of(ASKED, DECISION, SECTIONS, left).decode() == FILE
    kept = [thing.key for section in without(SECTIONS, left) for thing in section.things]
    assert kept == ["people.person:1", "people.personlink:1", "people.person:3", "reading:1"]


def test_each_fault_of_a_request_stands_at_its_own_field() -> None:
    assert faults_of_note("Amina", "Pass", DAY, DAY) == {}
    assert faults_of_note("", "", DAY + timedelta(days=1), DAY) == {
        "asked_on": "Den dagen har inte varit än.",
        "asked_by": "Skriv vem som frågade.",
        "identity_checked": "Skriv hur ni vet att det är rätt person.",
    }


def test_the_time_is_prolonged_through_its_last_day_and_no_longer() -> None:
    assert faults_of_longer("Många ärenden", DAY, already=False, today=DAY) == {}
    late = faults_of_longer("Många ärenden", DAY, already=False, today=DAY + timedelta(days=1))
    assert list(late) == [""]
    assert "Tiden har gått ut" in late[""]
    assert faults_of_longer("Igen", DAY, already=True, today=DAY) == {
        "": "Tiden är redan förlängd. Det går en gång."
    }
    assert list(faults_of_longer("", DAY, already=False, today=DAY)) == ["because"]


def test_who_asked_and_how_one_knows_is_shown_of_all_but_the_protected() -> None:
    shown = []
    for protection in ("", "withheld", "marked"):
        asked = OwnDataRequest(asked_by="Amina", identity_checked="Pass",
                               circle=Circle(person=Person(protection=protection)))  # fmt: skip
        shown.append((asked.shown_asked_by, asked.shown_identity_checked))
    assert shown == [("Amina", "Pass"), ("Amina", "Pass"), ("förseglat", "förseglat")]
