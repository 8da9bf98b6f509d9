"""What may each database role do with each table: the whole list, reviewed, so that a change is seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

EVERYTHING = "DELETE INSERT SELECT UPDATE"
ONLY_ADD = "INSERT SELECT"
EARLIER = (
    "people", "safeguards", "casework", "accounts", "evaluation", "notes", "plans", "meetings", "handover",
    "referrals", "circumstances", "outreach", "commissions", "documents",
)  # fmt: skip
"""The apps whose earlier versions, or record of acts, the app role may add to and read, never change."""
LOG = {
    "safeguards_reading": {"app": "SELECT", "seal": "SELECT", "retention": "DELETE SELECT"},
    "safeguards_readperson": {"app": "SELECT", "seal": "SELECT", "retention": "DELETE SELECT"},
    "safeguards_seal": {"app": "SELECT", "seal": ONLY_ADD, "retention": ONLY_ADD},
    "safeguards_sealedreading": {"app": "SELECT", "seal": ONLY_ADD, "retention": "SELECT"},
}
"""The log's tables, with what each role may do with whole rows of them; everybody else nothing."""
ENDS = {
    "casework": "assignment holding involvement listing livelihood lookedthrough occupation participation "
    "possibledouble teammate",
    "circumstances": "formperiod livelihoodperiod nextafterthreshold occupationperiod pause",
    "commissions": "commission",
    "documents": "document",
    "evaluation": "invitation",
    "exchange": "registerimport",
    "notes": "contact note",
    "outreach": "attempt entry led",
    "meetings": "called meeting promise",
    "handover": "handover followup",
    "notices": "notice",
    "people": "person personlink",
    "plans": "assessment decision goal step",
    "referrals": "offer queuecontact queueholding referral sentreferral",
    "safeguards": "circle consent consentpart consentscan identification link member namesdecision "
    "owndatadecision owndataexclusion owndatarequest release retentionhold",
}
"""The tables whose rows the retention role deletes when a decision has listed them, seeing their key alone."""
NO_HISTORY = (
    "notice", "listing", "lookedthrough", "registerimport", "circle", "consentscan", "identification",
    "namesdecision", "owndatadecision", "owndataexclusion",
)  # fmt: skip
DECIDED = {"safeguards_ending": "SELECT", "safeguards_endingrow": "SELECT"}
"""What the retention role reads to know what is decided."""


def _ending() -> dict[str, str]:
    """Table → the key that is seen of it."""
    found = {f"{app}_{name}": "id" for app, names in ENDS.items() for name in names.split()}
    earlier = {f"{t}event": "pgh_id" for t in found if t.split("_")[1] not in NO_HISTORY}
    return {**found, **earlier, "safeguards_consentscan": "consent_id"}


ADDED = {
    (
        "stafett_log",
        "safeguards_reading",
        "INSERT",
    ): "asked authority because controller_id door form id method name people role unit user_id",
    ("stafett_log", "safeguards_readperson", "INSERT"): "basis circle_id controller_id member_id "
    "person_id reading_id since unit_id",
    ("stafett_retention", "safeguards_sealedreading", "UPDATE"): "ended_by",
    ("stafett_retention", "safeguards_ending", "UPDATE"): "archives done_at ended trouble",
    **{("stafett_retention", table, "SELECT"): key for table, key in _ending().items()},
}
"""What is given by columns: the log role chooses neither the time of a reading nor its digest's key."""
DECISIONS = (
    "safeguards_namesdecision", "safeguards_filestatement", "safeguards_startdecision",
    "safeguards_owndatadecision", "safeguards_owndataexclusion",
)  # fmt: skip
"""Decisions that the app may record and read, never change."""
COUNTED = {
    "casework_participation": "branch_id controller_id education_id ends_on hidden id initiative_id "
    "municipality_id next_step_id outcome_id person_id referring_party_id starts_on status",
    "casework_involvement": "controller_id from_day id owner_authority_id participation_id party_id until_day",
    "casework_lookedthrough": "controller_id id on_day owner_authority_id participation_id rule",
    "casework_livelihood": "controller_id extent_percent id moment on_day owner_authority_id "
    "participation_id source_id",
    "casework_occupation": "controller_id hours_a_week id moment on_day owner_authority_id "
    "participation_id what_id",
    "circumstances_formperiod": "controller_id form from_day owner_authority_id participation_id until_day",
    "people_person": "birth_date birth_year controller_id id sex",
}
"""What the statistics role reads of tables about people: never a name, a number or a word of free text."""


def _rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


RIGHTS = """
    SELECT c.relname::text, string_agg(a.privilege_type, ' ' ORDER BY a.privilege_type)
    FROM pg_class c CROSS JOIN aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND COALESCE(r.rolname, 'all') = %s
    GROUP BY 1
"""
COLUMNS = """
    SELECT c.relname::text, string_agg(t.attname::text, ' ' ORDER BY t.attname), min(a.privilege_type),
           max(a.privilege_type)
    FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
    CROSS JOIN aclexplode(t.attacl) a JOIN pg_roles r ON r.oid = a.grantee
    WHERE r.rolname = 'stafett_stats' GROUP BY 1
"""


def _rights(role: str) -> dict[str, str]:
    return dict(_rows(RIGHTS, role))


def test_the_app_changes_rows_but_never_earlier_versions_of_people_and_cases(db: None) -> None:
    for table, rights in _rights("stafett_app").items():
        earlier = table.endswith("event") and table.split("_")[0] in EARLIER
        kept = ONLY_ADD if earlier or table in DECISIONS else EVERYTHING
        assert rights == (LOG[table]["app"] if table in LOG else kept), table


def test_the_backup_reads_everything_and_writes_nothing(db: None) -> None:
    assert set(_rights("stafett_backup").values()) == {"SELECT"}


@pytest.mark.parametrize("role", ["log", "seal", "retention"])
def test_a_narrow_role_has_its_rights_to_the_log_and_nothing_else(db: None, role: str) -> None:
    told = {table: rights[role] for table, rights in LOG.items() if role in rights}
    if role == "retention":
        told |= dict.fromkeys(_ending(), "DELETE") | DECIDED
    assert _rights(f"stafett_{role}") == told


def test_what_is_given_by_columns_is_just_this(db: None) -> None:
    found = _rows(
        "SELECT r.rolname::text, c.relname::text, a.privilege_type,"
        " string_agg(t.attname::text, ' ' ORDER BY t.attname)"
        " FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid"
        " CROSS JOIN aclexplode(t.attacl) a JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE r.rolname <> 'stafett_stats' GROUP BY 1, 2, 3"
    )
    assert {(role, table, right): columns for role, table, right, columns in found} == ADDED


def test_statistics_reads_just_these_columns_about_people_and_writes_none(db: None) -> None:
    found = {table: columns for table, columns, *_kinds in _rows(COLUMNS)}
    about_people = {t: c for t, c in found.items() if t.split("_")[0] in EARLIER}
    assert about_people == COUNTED
    assert {kind for *_names, first, last in _rows(COLUMNS) for kind in (first, last)} == {"SELECT"}


def test_statistics_has_no_right_to_a_whole_table_about_people(db: None) -> None:
    whole = {table for table in _rights("stafett_stats") if table.split("_")[0] in EARLIER}
    assert whole == set()


def test_nobody_has_rights_just_by_being_there(db: None) -> None:
    assert _rights("all") == {}


def test_a_function_that_sees_past_the_wall_has_a_fixed_path(db: None) -> None:
    found = _rows(
        "SELECT p.proname::text, p.proconfig::text FROM pg_proc p"
        " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND p.prosecdef"
    )
    assert {name for name, _path in found} >= {"casework_never_nobody"}
    for name, path in found:
        assert "search_path=public, pg_temp" in (path or ""), name


def test_no_trigger_is_switched_off(db: None) -> None:
    off = _rows("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O' AND NOT tgisinternal")
    assert off == []


def test_every_case_table_answers_to_its_parents_controller(db: None) -> None:
    found = _rows(
        "SELECT conrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'f' AND conname LIKE '%%same_controller' GROUP BY 1 ORDER BY 1"
    )
    assert {name for (name,) in found} >= {
        "casework_assignment", "casework_holding", "casework_involvement", "casework_listing",
        "casework_livelihood", "casework_lookedthrough", "casework_teammate", "notices_notice",
        "casework_occupation", "casework_participation", "people_personlink", "safeguards_circle",
        "safeguards_endingrow", "safeguards_endingscope", "safeguards_member", "safeguards_namesdecision",
        "safeguards_owndatadecision", "safeguards_owndataexclusion", "safeguards_owndatarequest",
        "safeguards_retentionhold", "safeguards_reviewed",
    }  # fmt: skip
