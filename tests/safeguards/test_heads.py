"""Do the heads of the chains leave the system word for word, each once; and is a file of them read back?"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail

from stafett.safeguards.actions import heads as sent
from stafett.safeguards.actions.heads import mail_heads, write_heads
from stafett.safeguards.queries.verify import Head, read_heads, read_saved
from tests.cast import Cast

MADE = datetime(2025, 6, 2, 7, 5, tzinfo=UTC)


@pytest.fixture
def told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Head, datetime]]:
    """Two chains, of an authority with å in its name and of one that is gone."""
    cast.as_everyone()
    known = [(Head(cast.unit("Försörjningsstöd").authority_id, 7, "a" * 64), MADE),
             (Head(999_999, 1, "b" * 64), MADE)]  # fmt: skip
    monkeypatch.setattr(sent, "heads", lambda: known)
    return known


def test_each_head_is_a_line_with_the_name_of_whose_chain_it_is(
    told: list[tuple[Head, datetime]], tmp_path: Path
) -> None:
    path = tmp_path / "heads"
    assert write_heads(path) == 2
    board = told[0][0].controller
    first = (
        f'{{"controller": {board}, "number": 7, "digest": "{"a" * 64}", '
        '"made_at": "2025-06-02T07:05:00+00:00", "name": "Flens socialnämnd"}\n'
    )
    second = (
        f'{{"controller": 999999, "number": 1, "digest": "{"b" * 64}", '
        '"made_at": "2025-06-02T07:05:00+00:00", "name": ""}\n'
    )
    assert path.read_bytes() == (first + second).encode()
    assert read_heads(path.read_text("utf-8").splitlines()) == [head for head, _made in told]


def test_a_letter_that_was_saved_is_read_as_it_came_and_as_text(
    told: list[tuple[Head, datetime]],
) -> None:
    mail.outbox.clear()
    mail_heads(["arkiv@prov.example"])
    (letter,) = mail.outbox
    known = [head for head, _made in told]
    assert read_saved(letter.message().as_string()) == known
    assert read_saved("Ämne: Loggens förseglingar\n\n" + letter.body) == known
    assert read_saved("\n") == []
    with pytest.raises(ValueError, match="ingen rad som börjar med {"):
        read_saved("Hej")
    with pytest.raises(ValueError, match="Expecting|Unterminated"):
        read_saved(letter.body[:-50])


def test_what_the_file_has_is_never_written_again_or_over(
    told: list[tuple[Head, datetime]], tmp_path: Path
) -> None:
    path = tmp_path / "heads"
    write_heads(path)
    before = path.read_text("utf-8")
    assert write_heads(path) == 0
    assert path.read_text("utf-8") == before
    newer = Head(told[0][0].controller, 8, "c" * 64)
    told[0] = (newer, MADE)
    assert write_heads(path) == 1
    lines = path.read_text("utf-8").removeprefix(before).splitlines()
    assert [json.loads(line)["number"] for line in lines] == [8]
    told[0] = (Head(newer.controller, 8, "d" * 64), MADE)
    assert write_heads(path) == 1


def test_nothing_is_written_where_there_is_no_chain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent, "heads", list)
    assert write_heads(tmp_path / "heads") == 0
    assert not (tmp_path / "heads").exists()


def test_a_file_that_is_none_of_heads_is_not_added_to(
    told: list[tuple[Head, datetime]], tmp_path: Path
) -> None:
    (tmp_path / "heads").write_text('{"number": 1}\n')
    with pytest.raises(ValueError, match="controller"):
        write_heads(tmp_path / "heads")
    assert (tmp_path / "heads").read_text() == '{"number": 1}\n'


def test_the_letter_says_what_it_is_for_and_has_a_line_for_each_head(
    told: list[tuple[Head, datetime]],
) -> None:
    mail.outbox.clear()
    assert mail_heads(["arkiv@prov.example", "b@prov.example"]) == 2
    (letter,) = mail.outbox
    assert letter.to == ["arkiv@prov.example", "b@prov.example"]
    assert letter.subject == "Loggens förseglingar"
    words, empty, *lines, last = letter.body.split("\n")
    assert words == (
        "Spara det här brevet utanför Stafett. Med raderna prövas loggen: stafett log verify."
    )
    assert (empty, last) == ("", "")
    board, made = told[0][0].controller, '"made_at": "2025-06-02T07:05:00+00:00"'
    assert lines == [
        f'{{"controller": {board}, "number": 7, "digest": "{"a" * 64}", {made}}}',
        f'{{"controller": 999999, "number": 1, "digest": "{"b" * 64}", {made}}}',
    ]
    assert read_heads(lines) == [head for head, _made in told]


@pytest.mark.parametrize(("line", "said"), [
    ('{"number": 1, "digest": "x"}', "controller"), ('{"controller": 1, "digest": "x"}', "number"),
    ('{"controller": 1, "number": 1}', "digest"), ("[]", "list indices"), ("3", "subscriptable"),
])  # fmt: skip
def test_a_line_that_is_no_head_is_said_to_be_none(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_heads([line])


def test_empty_lines_are_passed_over_and_numbers_read_as_numbers() -> None:
    lines = ["", '{"controller": "3", "number": "2", "digest": 5, "name": "x"}', "  "]
    assert read_heads(lines) == [Head(3, 2, "5")]
