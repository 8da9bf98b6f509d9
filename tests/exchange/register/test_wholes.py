"""One row at a time: what its cells say together, tried through a whole CSV file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from stafett.exchange.register import Choice, Choices, Livelihood, Occupation, Severity
from tests.exchange.register.registers import LISTS, ONE_BRANCH, TODAY, checked, codes, one

WOMAN, MAN, BORN = "19681102-2380", "19681102-2398", "1968-11-02"
WRONG = "19681102-2381"
UNKNOWN_MONTH = "19720065-2381"
ENDED = {"Slutdatum": "2021-11-30", "Utfall": "Studier", "Vad händer härnäst": "Inget mer behövs"}


def test_a_full_row_comes_out_typed() -> None:
    row, faults = one(
        **ENDED,
        Personnummer=WOMAN,
        Förnamn="Åsa",
        Efternamn="Öberg",
        Kön="K",
        Gren="kalmar",
        Kommun="mönsterås",
        Avslutsorsak="Klar",
        Tolk="ja",
        Språk="svenska",
        **{
            "Håller ihop": "Af Kalmar",
            "Remitterande part": "AF",
            "Remitterande handläggare": "Amina Berg",
            "Inblandade parter": "AF, kommunen; Landstinget",
            "Försörjning vid start": "Försörjningsstöd; Sjukpenning 50 %",
            "Försörjning vid avslut": "Lön",
            "Försörjning vid avslut, procent": "0,75",
            "Sysselsättning vid avslut": "Studier",
            "Sysselsättning vid avslut, timmar": "halvtid",
            "Utbildning": "Grundskola",
            "God man eller vårdnadshavare": "Per Lind",
            "Stödperson": "Eva Holm",
            "Skyddade personuppgifter": "nej",
        },
    )

    assert faults == []
    assert row is not None
    assert row.identity is not None
    assert (row.number, row.case_number, row.identity.number) == (2, "K-1", "196811022380")
    assert (row.given_name, row.family_name, row.sex) == ("Åsa", "Öberg", "woman")
    assert (row.birth_date, row.birth_year) == (date(1968, 11, 2), 1968)
    assert (row.branch, row.municipality, row.holder_unit) == ("kalmar", "0861", "af kalmar")
    assert (row.starts_on, row.ends_on, row.status) == (
        date(2021, 3, 1),
        date(2021, 11, 30),
        "ended",
    )
    assert (row.outcome, row.next_step, row.end_reason) == ("studier", "inget mer behövs", "Klar")
    assert (row.referring_party, row.referring_caseworker) == ("af", "Amina Berg")
    assert row.involved == ("af", "kommun", "region")
    assert row.livelihood_start == (Livelihood("assistance"), Livelihood("sickness", 50))
    assert row.livelihood_end == (Livelihood("wage", 75),)
    assert row.occupation_start == ()
    assert row.occupation_end == (Occupation("studier", Decimal(20)),)
    assert (row.education, row.language, row.needs_interpreter) == ("grundskola", "svenska", True)
    assert (row.guardian, row.support_person, row.protection) == ("Per Lind", "Eva Holm", "")


@pytest.mark.parametrize("header", ["Hur personen nås", "Nås på", "Kontaktuppgifter"])
def test_how_the_person_is_reached_is_read_whatever_the_column_is_called(header: str) -> None:
    row, faults = one(**{header: "070-174 06 71, bara sms"})
    assert (faults, row and row.reached) == ([], "070-174 06 71, bara sms")


def test_a_bare_row_leaves_everything_else_empty() -> None:
    row, faults = one()

    assert faults == []
    assert row is not None
    assert (row.identity, row.sex, row.birth_year, row.branch) == (None, "unknown", None, None)
    assert (row.status, row.ends_on, row.outcome, row.next_step) == ("remaining", None, None, None)
    assert (row.needs_interpreter, row.involved) == (None, ())


def test_every_fault_of_a_row_is_told_at_once() -> None:
    wrong = {**ENDED, "Slutdatum": "30 februari 2021", "Kön": "1", "Kommun": "Mönsters"}

    row, faults = one(**wrong, Personnummer=WRONG)

    assert row is None
    assert sorted(codes(faults)) == [
        "date-no-such-day", "not-a-municipality", "not-a-sex", "number-check",
    ]  # fmt: skip
    assert {fault.column for fault in faults} == {"Kön", "Kommun", "Slutdatum", "Personnummer"}


def test_a_wrong_check_digit_is_told_without_the_number() -> None:
    fault = one(Personnummer=WRONG)[1][0]

    assert fault.sentence.startswith("Rad 2, kolumnen Personnummer: Den sista siffran")
    assert "6811" not in str(fault.as_dict())


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({**ENDED, "Slutdatum": "30 februari 2021"}, "date-no-such-day"),
        ({**ENDED, "Utfall": "Stuer"}, "not-a-choice"),
        ({**ENDED, "Vad händer härnäst": "Vet inte"}, "not-a-choice"),
        ({"Ärendenummer": "x" * 61}, "text-long"),
        ({"Startdatum": "x"}, "not-a-date"),
        ({"Gren": "Kalmarr"}, "not-a-choice"),
    ],
)
def test_a_cell_that_cannot_be_read_is_not_said_to_be_empty_too(
    cells: dict[str, str], code: str
) -> None:
    assert codes(one(**cells)[1]) == [code]


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"Slutdatum": "2021-02-28"}, "end-before-start", "Slutdatum"),
        ({"Startdatum": "2027-01-01"}, "start-in-future", "Startdatum"),
        ({"Slutdatum": "2027-01-01"}, "end-in-future", "Slutdatum"),
        ({"Startdatum": ""}, "missing-value", "Startdatum"),
        ({"Ärendenummer": ""}, "missing-person", "Ärendenummer"),
        ({"Födelsedatum": "2021-03-02"}, "birth-after-start", "Startdatum"),
        ({"Födelsedatum": "2022"}, "birth-after-start", "Startdatum"),
        ({"Födelsedatum": "2027"}, "birth-in-future", "Födelsedatum"),
        ({"Födelsedatum": "1901-01-01"}, "birth-long-ago", "Födelsedatum"),
        ({"Personnummer": "18681102-2380"}, "birth-long-ago", "Personnummer"),
    ],
)
def test_days_that_cannot_be_are_told(cells: dict[str, str], code: str, column: str) -> None:
    row, faults = one(**{**ENDED, **cells} if "Slutdatum" in cells else cells)

    assert row is None
    assert [(fault.code, fault.column) for fault in faults] == [(code, column)]


def test_an_end_on_the_first_day_is_a_day_in() -> None:
    row, faults = one(**{**ENDED, "Slutdatum": "2021-03-01"})

    assert faults == []
    assert row is not None
    assert row.starts_on == row.ends_on


def test_what_begins_and_ends_today_is_not_in_the_future() -> None:
    row, faults = one(**{**ENDED, "Startdatum": str(TODAY), "Slutdatum": str(TODAY)})

    assert faults == []
    assert row is not None


def test_birth_is_taken_from_the_number_when_the_cell_is_empty_or_only_a_year() -> None:
    for cells in ({}, {"Födelsedatum": "1968"}, {"Födelsedatum": BORN}):
        row, faults = one(Personnummer=WOMAN, **cells)
        assert faults == []
        assert row is not None
        assert row.birth_date == date(1968, 11, 2)


def test_a_birth_date_that_differs_from_the_number_is_kept_and_pointed_out() -> None:
    row, faults = one(Personnummer=WOMAN, Födelsedatum="1968-11-03")

    assert row is not None
    assert row.birth_date == date(1968, 11, 3)
    assert [(f.code, f.severity) for f in faults] == [("birth-differs", Severity.WARNING)]


def test_a_number_without_its_month_gives_the_year() -> None:
    row, faults = one(Personnummer=UNKNOWN_MONTH)
    assert row is not None
    assert (faults, row.birth_date, row.birth_year) == ([], None, 1972)

    assert codes(one(Personnummer=UNKNOWN_MONTH, Födelsedatum="1972-05-05")[1]) == []
    assert codes(one(Personnummer=UNKNOWN_MONTH, Födelsedatum="1973")[1]) == ["birth-differs"]


def test_a_birth_beside_a_number_that_tells_nothing_is_just_kept() -> None:
    cells = {"Annat nummer": "T-77", "Nummer utfärdat av": "Regionen", "Födelsedatum": "1985"}

    row, faults = one(**cells)

    assert row is not None
    assert (faults, row.birth_year) == ([], 1985)


def test_sex_that_differs_from_the_number_is_kept_and_pointed_out() -> None:
    row, faults = one(Personnummer=MAN, Kön="kvinna")

    assert row is not None
    assert row.sex == "woman"
    assert [(f.code, f.severity) for f in faults] == [("sex-differs", Severity.WARNING)]


@pytest.mark.parametrize("cells", [{}, {"Kön": ""}, {"Kön": "okänt"}, {"Kön": "annat"}])
def test_sex_is_never_taken_from_the_number(cells: dict[str, str]) -> None:
    row, faults = one(lists=replace(ONE_BRANCH, other_sex=True), Personnummer=WOMAN, **cells)

    assert faults == []
    assert row is not None
    assert row.sex in ("unknown", "other")


def test_another_number_needs_its_issuer() -> None:
    row, _faults = one(**{"Annat nummer": "T-77", "Nummer utfärdat av": "Region Kalmar län"})
    assert row is not None
    assert row.identity is not None
    assert (row.identity.kind, row.identity.issuer) == ("other", "Region Kalmar län")

    assert codes(one(**{"Annat nummer": "T-77"})[1]) == ["number-issuer"]
    assert codes(one(**{"Nummer utfärdat av": "Region Kalmar län"})[1]) == ["issuer-alone"]


def test_a_personal_number_goes_before_another_number() -> None:
    row, faults = one(
        Personnummer=WOMAN, **{"Annat nummer": "T-77", "Nummer utfärdat av": "Regionen"}
    )

    assert row is not None
    assert row.identity is not None
    assert row.identity.kind == "personal"
    assert codes(faults) == ["both-numbers"]


def test_a_number_is_enough_when_there_is_no_case_number() -> None:
    row, faults = one(Ärendenummer="", Personnummer=WOMAN)

    assert row is not None
    assert (faults, row.case_number) == ([], "")


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({**ENDED, "Utfall": ""}, ["end-without-outcome"]),
        ({"Utfall": "Studier"}, ["outcome-without-end"]),
        ({"Vad händer härnäst": "Okänt"}, ["next-without-end"]),
        ({"Läge": "avslutat"}, ["status-without-end"]),
        (
            {**ENDED, "Läge": "pågår"},
            ["status-with-end", "outcome-without-end", "next-without-end"],
        ),
        ({**ENDED, "Läge": "okänt", "Vad händer härnäst": ""}, ["status-unknown-with-end"]),
    ],
)
def test_a_way_out_that_does_not_add_up_is_told(cells: dict[str, str], found: list[str]) -> None:
    row, faults = one(**cells)

    assert (row, codes(faults)) == (None, found)


def test_a_missing_next_step_is_read_as_unknown_and_said() -> None:
    row, faults = one(**{**ENDED, "Vad händer härnäst": ""})

    assert row is not None
    assert row.next_step == "unknown"
    assert [(f.code, f.severity) for f in faults] == [("end-without-next", Severity.NOTE)]
    silent = {key: ENDED[key] for key in ("Slutdatum", "Utfall")}
    assert one(**silent)[1] == []


def test_a_missing_next_step_is_a_fault_where_nothing_stands_for_it() -> None:
    lists = replace(ONE_BRANCH, unknown_next_step=None)

    assert codes(one(lists=lists, **{**ENDED, "Vad händer härnäst": ""})[1]) == ["next-missing"]


def test_a_reason_without_an_end_is_only_pointed_out() -> None:
    row, faults = one(Avslutsorsak="Flytt")

    assert row is not None
    assert (row.end_reason, codes(faults)) == ("Flytt", ["reason-without-end"])


def test_unknown_status_may_have_an_outcome() -> None:
    row, faults = one(Läge="okänt", Utfall="Studier")

    assert row is not None
    assert (faults, row.status, row.outcome) == ([], "unknown", "studier")


def test_paused_is_kept_and_ended_agrees_with_an_end() -> None:
    paused, ended = one(Läge="pausat")[0], one(**ENDED, Läge="utskriven")[0]

    assert paused is not None
    assert ended is not None
    assert (paused.status, ended.status) == ("paused", "ended")


def test_a_branch_must_be_told_when_there_are_several() -> None:
    assert codes(one(lists=LISTS)[1]) == ["missing-value"]
    row, faults = one(lists=LISTS, Gren="Borgholm")
    assert row is not None
    assert (faults, row.branch) == ([], "borgholm")
    assert codes(one(lists=LISTS, Gren="Borgholmm")[1]) == ["not-a-choice"]


START, EXTENT = "Försörjning vid start", "Försörjning vid start, procent"


@pytest.mark.parametrize(
    ("what", "amounts", "expected"),
    [
        ("Lön", "", (Livelihood("wage"),)),
        ("Lön", "50", (Livelihood("wage", 50),)),
        ("Lön; Sjukpenning", "50; 25 %", (Livelihood("wage", 50), Livelihood("sickness", 25))),
        ("Ingen offentlig försörjning", "", (Livelihood("none"),)),
    ],
)
def test_amounts_follow_their_words(what: str, amounts: str, expected: object) -> None:
    row, faults = one(**{START: what, EXTENT: amounts})

    assert faults == []
    assert row is not None
    assert row.livelihood_start == expected


@pytest.mark.parametrize(
    ("what", "amounts", "found"),
    [
        ("", "50", ["amount-alone"]),
        ("Lonn", "50", ["not-a-choice"]),
        ("Lön; Sjukpenning", "50", ["amounts-uneven"]),
        ("Lön 50 %", "50", ["amount-twice"]),
        ("Lön", "150", ["percent-range"]),
        ("Lön; Ingen offentlig försörjning", "", ["excludes-others"]),
    ],
)
def test_amounts_that_do_not_fit_their_words_are_told(
    what: str, amounts: str, found: list[str]
) -> None:
    row, faults = one(**{START: what, EXTENT: amounts})

    assert (row, codes(faults)) == (None, found)


def test_what_has_no_amount_does_not_get_one() -> None:
    row, faults = one(**{START: "Försörjningsstöd", EXTENT: "100"})

    assert row is not None
    assert row.livelihood_start == (Livelihood("assistance"),)
    assert [(f.code, f.severity) for f in faults] == [("amount-not-kept", Severity.WARNING)]


def test_an_empty_amount_cell_of_only_marks_is_nothing() -> None:
    row, faults = one(**{START: ";", EXTENT: ";"})

    assert row is not None
    assert (faults, row.livelihood_start) == ([], ())


def test_rows_after_a_faulty_one_are_still_read() -> None:
    sound, faults = checked(
        {"Ärendenummer": "1", "Startdatum": "x"}, {"Ärendenummer": "2", "Startdatum": "2021-03-01"}
    )

    assert [row.number for row in sound] == [3]
    assert [fault.row for fault in faults] == [2]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("flytt", "Avbrott, flytt"),
        ("avbrott,  FLYTT", "Avbrott, flytt"),
        ("Till Kalmar", "Till Kalmar"),
    ],
)
def test_a_reason_of_the_initiatives_list_is_written_as_the_list_has_it(
    typed: str, kept: str
) -> None:
    listed = replace(LISTS, end_reasons=Choices([Choice("x", "Avbrott, flytt", "flytt")]))
    row, faults = one(listed, **ENDED, Gren="kalmar", Avslutsorsak=typed)
    assert row is not None
    assert (row.end_reason, faults) == (kept, [])


@pytest.mark.parametrize(
    ("start", "code"),
    [
        ("2021-01-31", "start-before-initiative"), ("2021-02-01", ""), ("2021-06-30", ""),
        ("2021-07-01", "start-after-initiative"),
    ],
)  # fmt: skip
def test_nobody_begins_outside_the_initiatives_own_days(start: str, code: str) -> None:
    within = replace(LISTS, first_day=date(2021, 2, 1), last_day=date(2021, 6, 30))
    _row, faults = one(within, Startdatum=start, Gren="kalmar")
    assert [fault.code for fault in faults] == ([code] if code else [])


@pytest.mark.parametrize(
    ("more", "unit", "said"), [({}, None, ["holder-closed"]), (ENDED, "af kalmar", [])],
    ids=["remains", "has left"],
)  # fmt: skip
def test_a_unit_that_is_to_close_holds_only_those_who_have_left(
    more: dict[str, str], unit: str | None, said: list[str]
) -> None:
    closed = replace(LISTS, units=Choices([Choice("af kalmar", "Af Kalmar", closed=True)]))
    row, faults = one(closed, Gren="kalmar", **more, **{"Håller ihop": "Af Kalmar"})
    assert row is not None
    assert (row.holder_unit, codes(faults)) == (unit, said)
