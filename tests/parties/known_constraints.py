"""Which constraints does the database hold for an app, that a person could break on a page?"""

from __future__ import annotations

from django.db import connection

NAMED = """
SELECT conname FROM pg_constraint
WHERE contype IN ('c', 'x', 't') AND conrelid::regclass::text LIKE %(app)s
  AND conrelid::regclass::text NOT LIKE '%%event'
UNION
SELECT i.relname FROM pg_index ix
JOIN pg_class i ON i.oid = ix.indexrelid JOIN pg_class t ON t.oid = ix.indrelid
WHERE ix.indisunique AND t.relname LIKE %(app)s AND t.relname NOT LIKE '%%event'
  AND (NOT ix.indisprimary OR i.relname = 'parties_partykind_pkey')
"""
BY_THE_FIELD = "_check"
"""Whole numbers below zero: the field's own validators say so before the database does."""
BY_DJANGO = "_uniq"
"""A pair twice in a table between two others: Django never writes one."""


def breakable(app: str) -> set[str]:
    """The names of the app's constraints that need a sentence."""
    with connection.cursor() as cursor:
        cursor.execute(NAMED, {"app": f"{app}\\_%"})
        names = {row[0] for row in cursor.fetchall()}
    return {name for name in names if not name.endswith((BY_THE_FIELD, BY_DJANGO))}
