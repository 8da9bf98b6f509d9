"""Does a table stand straight in a terminal?"""

from __future__ import annotations

from dataclasses import replace

from stafett.measures.figures import Count
from stafett.measures.presentation.text import as_text
from tests.measures.presentation.tables import everything, single, two_shares

EVERYTHING = """\
Vart gick de?
=============
Insats: bryggan

Kön         Antal  Till arbete     Andel          Spann, 95 %       Kostnad  Anmärkning
-------  --------  -----------  --------  -------------------  ------------  ----------
Kvinnor        52     11 av 15      73 %  liten grupp 48–89 %  2 255 452 kr  –
Män         1 081       0 av 0         –                    –             –  få svar
Okänt    dolt (a)     dolt (a)  dolt (a)             dolt (a)      dolt (a)  –
-------  --------  -----------  --------  -------------------  ------------  ----------
Totalt      1 133     11 av 30      37 %              22–54 %             –  –

(a) Dolt: färre än fem personer.
"""


def test_columns_are_aligned_and_remarks_follow():
    said = as_text(everything())
    assert said.startswith(EVERYTHING)
    assert said.endswith(
        "Population: Alla som har börjat.\n\nDefinition: Det som gällde dagen efter.\n"
    )


def test_two_lines_of_headings_stand_over_their_columns():
    lines = as_text(two_shares()).splitlines()
    upper, lower = lines[4], lines[5]
    assert lower.index("Antal", 20) < upper.index("Till arbete") < lower.index("Spann")
    assert "      Unga" not in lines[9]
    assert lines[9].startswith("    Unga")


def test_a_long_heading_over_narrow_columns_gets_its_room():
    table = two_shares()
    long = replace(table.columns[1], heading="Till arbete utan stöd från någon annan part alls")
    said = as_text(replace(table, columns=(table.columns[0], long, *table.columns[2:])))
    widths = {len(line) for line in said.splitlines()[6:8]}
    assert "Till arbete utan stöd från någon annan part alls" in said
    assert max(widths) > 80


def test_a_table_without_rows_says_so():
    empty = replace(single(Count(1)), rows=())
    assert "(inga rader)" in as_text(empty)


def test_a_total_alone_needs_no_rule_of_its_own():
    alone = single(Count(1))
    alone = replace(alone, rows=(replace(alone.rows[0], role="total"),))
    rules = [line for line in as_text(alone).splitlines() if line.startswith("--")]
    assert len(rules) == 1


def test_the_rule_stands_before_the_total_also_when_the_total_is_divided():
    table = two_shares()
    total = replace(table.rows[0], key="t", label="Totalt", role="total")
    below = replace(table.rows[1], key="tw", role="total", parent="t")
    lines = as_text(replace(table, rows=(*table.rows, total, below))).splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("Totalt"))
    assert lines[place - 1].startswith("--")
    assert lines[place + 1].startswith("  Kvinnor")


def test_a_long_heading_between_rows_widens_no_column():
    table = two_shares()
    long = "Ett län med ett mycket långt namn som inte får plats i spalten"
    rows = tuple(replace(row, parent=long) if row.parent == "Länet" else row for row in table.rows)
    lines = as_text(replace(table, rows=rows)).splitlines()
    assert long in lines
    assert lines[4:6] == as_text(table).splitlines()[4:6]


def test_only_ordinary_spaces_are_used():
    assert "\N{NO-BREAK SPACE}" not in as_text(everything())
