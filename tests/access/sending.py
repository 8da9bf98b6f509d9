"""What is sent to a door of the access table: something that would be done if it were allowed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from stafett.initiatives.forms.answering import AnswerForm
from tests.access.world import REGISTER, World
from tests.evaluation.giving import WORDS, post

Body = Mapping[str, Any]
Row = tuple[str, str]
"""A door and a thing, by the names that the table has for them."""

EMPTY: Body = {"csrfmiddlewaretoken": "-"}
"""A form sent with nothing filled in: as a browser sends it, its token is there."""
ROW = "P-1;Ny;Kvinna;2001-02-03;Katrineholm;Katrineholm;2024-02-01;Pågår"
YEAR = {"period_start": "2024-01-01", "period_end": "2024-12-31"}
POST = {"title": "Coach", "role": "coach", "full_time": "100", "from_day": "2025-06-02"}
RULE = {
    "ends": "case",
    "start": "case_end",
    "months": 60,
    "ground": "Planen",
    "from_day": "2025-06-02",
}
CHAPTER = {"text": "Nytt.", "version": 1}
BOTH = ("prov", "annan")
BRANCHES = ("gren", "tillfrågad gren")


def bodies(world: World) -> dict[Row, Body]:
    """What each row sends; a form of which nothing is said here is sent with nothing filled in."""
    return {**_people(world), **_forms(world), **_unit(world), **_calls(world), **_files(),
            **_log(world), **_evaluation(world), **_handing()}  # fmt: skip


def _people(world: World) -> dict[Row, Body]:
    flen, katrineholm = (_newcomer(world, branch) for branch in ("flen", "katrineholm"))
    number = {"number": world.numbers["skyddad"], "sure": "on"}
    enrolled = {
        "i Flen": flen, "i Katrineholm": katrineholm, "den skyddades nummer": {**flen, **number},
    }  # fmt: skip
    because = {"because": "Legitimation."}
    linked = {**because, "as_written": "on"}
    named = {"fields": {"given_name": "Ny"}}
    return {
        **{("enrol", thing): sent for thing, sent in enrolled.items()},
        ("enrol_unnamed", "i Flen"): _unnamed(world),
        ("api:enrol_unnamed", "i Flen"): {"fields": _unnamed(world)},
        **{("api:enrol", thing): {"fields": sent} for thing, sent in enrolled.items()},
        **{
            ("api:post_form", f"person {name}: uppgifter"): named
            for name in ("flen", "delad", "skyddad")
        },
        **{("link_people", thing): {**pair, **linked} for thing, pair in world.pairs.items()},
        **{("unlink_people", thing): because for thing in ("länk", "länk till skyddad")},
        **{("api:link_records", thing): {**pair, **linked} for thing, pair in world.pairs.items()},
        **{("api:unlink_records", thing): because for thing in ("länk", "länk till skyddad")},
    }


def _newcomer(world: World, branch: str) -> Body:
    where = world.cast.branch(branch).pk
    return {"branch": where, "starts_on": "2024-03-01", "family_name": "Nykomling", "sex": "woman"}


def _unnamed(world: World) -> Body:
    where = world.cast.branch("flen").pk
    return {"branch": where, "starts_on": "2024-03-01", "birth_year": 1991, "sex": "woman"}


def _forms(world: World) -> dict[Row, Body]:
    unit = world.cast.unit("Psykiatrin").pk
    engaged = {"unit": unit, "role": "caseworker", "from_day": "2025-06-02"}
    return {
        ("engage", "prov"): engaged,
        ("api:send_page_form", "engage @ prov"): {"fields": engaged},
        ("api:send_page_form", "post_new @ enhet AUC"): {"fields": POST},
        ("disengage", "prov: enhet"): {"last_day": "2025-06-30"},
        **{("branch_answer", f"prov: {which}"): {"agrees": "ja"} for which in BRANCHES},
        **{("start-report", f"om {code}"): _report(code) for code in BOTH},
        **{("chapter", f"kapitel {code}"): CHAPTER for code in BOTH},
        **{("post_new", f"enhet {name}"): POST for name in ("AUC", "Af Flen")},
    }  # fmt: skip


def _unit(world: World) -> dict[Row, Body]:
    """A case of AUC's, and the protected one's, to Karin; Eva to stand in for her; and an end of that."""
    auc, eva = world.cast.unit("AUC").pk, world.cast.user("eva").staff
    assert eva
    to = world.cast.viewer("karin").posts[0].position_id
    moves = {"flytta i AUC": world.people["flen"].pk, "flytta skyddad": world.people["skyddad"].pk}
    stands_in = {
        "staff": eva.pk,
        "from_day": "2025-06-02",
        "last_day": "2025-06-05",
        "note": "Kurs",
    }
    days = {
        "ställföreträdare": {"last_day": "2025-06-14"},
        "innehav karin": {"last_day": "2025-06-14"},
    }
    because = {"to": to, "because": "Ny fördelning"}
    return {
        **{("unit", name): {"case": f"{key}:ingen", **because} for name, key in moves.items()},
        **{
            ("api:move_cases", name): {"unit": auc, "cases": [str(key)], **because}
            for name, key in moves.items()
        },
        **{("api:give_stand_in", f"befattning {who}"): stands_in for who in ("karin", "per")},
        **{("api:end_stand_in", name): sent for name, sent in days.items()},
    }


def _report(code: str) -> Body:
    return {"initiative": code, "report_kind": "final", "title": "Slutet", **YEAR}


def _calls(world: World) -> dict[Row, Body]:
    cast = world.cast
    by_code: dict[str, Body] = {
        "api:add_target_group": {"criteria": "Alla", "reason": "Beslut."},
        "api:add_volume": {"total": 5, "reason": "Beslut.", **YEAR},
        "api:add_promise": {"party": cast.party("Regionen").pk, "number": 3, **YEAR},
        "api:add_cost": {"year": 2024, "cost_kind": "Lokal", "kronor": "10",
                         "booked_through": "2024-12-31"},
    }  # fmt: skip
    parties = [cast.party("Flen").pk, cast.party("Af").pk]
    return {
        ("api:add_kind", "-"): {"code": "stiftelse", "name": "Stiftelse", "colour": 8},
        ("api:add_party", "-"): {"kind": "af", "name": "Ny part", "short_name": "Ny"},
        ("api:add_authority", "part"): {"name": "Ny nämnd"},
        ("api:add_unit", "myndighet"): {"name": "Ny enhet"},
        ("api:add_agreement", "-"): {"title": "Nytt", "parties": parties, "valid_from": "2024-01-01"},
        **{
            ("api:answer_for_records", f"prov: {which}"): {"agrees": True, "seen": _seen(world, which)}
            for which in BRANCHES
        },
        **{("api:write_chapter", f"kapitel {code}"): CHAPTER for code in BOTH},
        **{(door, code): sent for door, sent in by_code.items() for code in BOTH},
    }  # fmt: skip


def _seen(world: World, which: str) -> str:
    """The mark of a branch as whoever is asked reads it."""
    branch = world.places[f"prov: {which}"].arguments["branch"]
    return str(AnswerForm(instance=world.cast.branch(branch)).initial["seen"])


def _log(world: World) -> dict[Row, Body]:
    names = {"asked_by": "Personen", "asked_on": "2025-06-01", "given": "ja", "because": "Prövat."}
    rules = {"sample": 20, "many_people": 100, "many_minutes": 60, "day_begins": 7, "day_ends": 18,
             "keep_years": 10}  # fmt: skip
    flen = world.cast.unit("AUC").authority_id
    return {
        **{
            ("names_of_readers", f"person {name}"): names
            for name in ("flen", "katrineholm", "skyddad")
        },
        ("log_rules", "myndighet"): rules,
        ("protected_routine", "myndighet"): {"contact": "sealed"},
        ("api:post_protected_routine", "myndighet"): {"contact": "sealed"},
        ("api:draw_follow_up", "-"): {
            "controller": flen,
            "first": "2024-01-01",
            "last": "2024-01-31",
        },
        ("api:judge_follow_up", "urval i Flen"): {"verdicts": {}},
        ("api:sign_follow_up", "urval i Flen"): {"conclusion": "Klart."},
        ("api:add_retention_rule", "-"): RULE | {"controller": flen},
        ("api:put_hold_over_all", "-"): {
            "controller": flen,
            "reason": "audit",
            "because": "Granskas",
        },
        ("api:lift_hold_over_all", "Flens stopp"): {"because": "Klart"},
        ("api:end_retention_rule", "Flens regel"): {"because": "Ny plan"},
        **{
            ("api:hold_case", f"person {name}"): {"reason": "appeal", "because": "Dom väntas"}
            for name in ("flen", "delad", "skyddad", "andra")
        },
        ("api:lift_hold_of_case", "stopp för flen"): {"because": "Dom har kommit"},
        **{
            ("api:decide_ending", thing): {"because": "Planen"}
            for thing in ("gallring i Flen", "gallring av skyddad")
        },
    }


def _evaluation(world: World) -> dict[Row, Body]:
    """An assignment of Flen's board from when the one that is on has ended; and why that is taken back."""
    decided = {
        "authority": world.cast.unit("AUC").authority_id, "position": post().pk, "plain": "sex",
        "from_day": "2026-08-01", "last_day": "2026-09-30", **WORDS,
    }  # fmt: skip
    because = {"because": "Slut."}
    invites: dict[str, Any] = {"text": "Hej", "answer_by": "2025-07-01", "number": 1}
    yes = {"state": "yes", "contact": "070"}
    erased = {"erased_on": "2025-06-02"}
    return {
        ("evaluation_new", "prov"): decided,
        ("interviews_new", "uppdrag"): invites,
        ("interviews_new", "uppdrag: bekräftat"): invites | {"confirm": "1"},
        ("interviews_back", "omgång"): because,
        ("api:preview_interviews", "uppdrag"): invites,
        ("api:call_back_interviews", "omgång"): because,
        ("evaluation_erased", "uppdrag"): erased,
        ("evaluation_erased", "återkallat uppdrag"): erased,
        ("api:note_erasure", "uppdrag"): erased,
        ("api:note_erasure", "återkallat uppdrag"): erased,
        ("api:invite_to_interviews", "uppdrag"): invites,
        ("invitation", "inbjudan till flen"): yes,
        ("api:answer_invitation", "inbjudan till flen"): yes,
        ("api:answer_invitation", "upphörd inbjudan"): yes,
        ("evaluation_revoke", "uppdrag"): because,
        ("api:revoke_evaluation", "uppdrag"): because,
        ("api:revoke_evaluation", "återkallat uppdrag"): because,
    }


def _handing() -> dict[Row, Body]:
    """A no and a proposal taken back, each with why; an attempt to reach somebody; and when one asks."""
    because = {"because": "Zqvarför"}
    return {
        ("decline_handover", "person delad"): because,
        ("withdraw_handover", "person delad"): because,
        ("follow_up", "person avslutad"): {"answer": "due"},
        ("follow_up_plan", "prov"): {"months": "3, 6"},
    }


def _files() -> dict[Row, Body]:
    file = f"{REGISTER}\n{ROW}"
    places = {"hela prov": "prov", "prov i Katrineholm": "prov/katrineholm", "i annan": "annan"}
    return {
        **{("imports", thing): {"where": where, "file": file} for thing, where in places.items()},
        **{("api:read_register", code): {"file": file} for code in BOTH},
    }


def send(client: Any, method: str, address: str, sent: Body, *, api: bool) -> Any:
    """One request of a row: a form as a browser sends it, JSON to the API."""
    if method == "GET":
        return client.get(address)
    if "file" in sent:
        return client.post(
            address, {**sent, "file": SimpleUploadedFile("r.csv", sent["file"].encode())}
        )
    if api:
        return client.generic(method, address, json.dumps(sent), content_type="application/json")
    return client.post(address, sent)
