"""Whoever comes by themselves is asked whether they want to, and what they say is kept: nobody says it for them (G24).

Those who came before were never asked, and stand so from now on.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("stafett.referrals.migrations.0006_units_that_last").NOW.replace(
    "CREATE OR REPLACE FUNCTION", "CREATE FUNCTION"
)
TOLD = "uuid, bigint, bigint[], date, text, text, text, text, date, integer, text, text, text"
SHUT = f"DROP FUNCTION referrals_apply({TOLD});\n"
CHANGES = (
    ("reached text, why text\n", "reached text, why text, says text\n"),
    (f"{TOLD}) FROM", f"{TOLD}, text) FROM"),
    (f"{TOLD}) TO", f"{TOLD}, text) TO"),
    (
        "BEGIN\n    SELECT br.* INTO b",
        "BEGIN\n    IF says NOT IN ('freely', 'pushed', 'unsure') THEN\n"
        "        RAISE EXCEPTION 'nobody says that' USING ERRCODE = 'check_violation';\n"
        "    END IF;\n    SELECT br.* INTO b",
    ),
    ("because, decision, exception)", "because, decision, exception, taken_up_by, taken_up_because)"),
    (
        "'', why, '', 'freely', '', reached, '', today, 'received', today, '', '', '', '');",
        "'', why, '', says, '', reached, '', today, 'received', today, '', '', '', '', '', '');",
    ),
)
NOW = BEFORE
for was, becomes in CHANGES:
    assert NOW.count(was) == 1, was
    NOW = NOW.replace(was, becomes)
NOT_ASKED = "UPDATE referrals_referral SET came = 'not_asked' WHERE origin = 'self' AND came = 'freely'"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0013_a_decision_undone")]
    operations = [
        migrations.RunSQL(SHUT + NOW, SHUT.replace(TOLD, f"{TOLD}, text") + BEFORE),
        migrations.RunSQL(NOT_ASKED, migrations.RunSQL.noop),
    ]
