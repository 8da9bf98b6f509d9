"""What the text of one cell means: sex, per cent, hours, yes or no, one or several words to choose."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from stafett.exchange.register.cells import safe_cell
from stafett.exchange.register.choices import Choice, Choices, fold
from stafett.exchange.register.dates import FIRST_YEAR, LAST_YEAR, Reading, read_date
from stafett.exchange.register.faults import Severity, Trouble
from stafett.frame.plain_text import legible, turned

Reader = Callable[[str], Reading]

FULL_WEEK = Decimal(40)
"""Hours that are 100 per cent, always (sus.md § 2.3)."""
MOST_HOURS = 80

WORDS = {
    "woman": ("kvinna", "k", "kv", "kvinn", "kvinnor", "f", "female", "woman", "flicka", "w"),
    "man": ("man", "m", "män", "male", "pojke"),
    "other": ("annat", "annan", "icke binär", "ickebinär", "non binary", "nonbinary", "other", "x", "a"),
    "unknown": (
        "okänt", "okänd", "ej uppgift", "uppgift saknas", "saknas", "vet ej", "vill ej uppge",
        "ej angivet", "unknown", "u", "?",
    ),
}  # fmt: skip
SEXES = {word: sex for sex, words in WORDS.items() for word in words}

YES = frozenset({"ja", "j", "yes", "y", "sant", "true", "x", "1"})
NO = frozenset({"nej", "n", "no", "falskt", "false", "0", "ej"})

PROTECTIONS = {
    **dict.fromkeys(("nej", "n", "no", "ingen", "inget", "0", "falskt"), ""),
    **dict.fromkeys(("sekretessmarkering", "sekretessmarkerad", "sekretess", "marked"), "marked"),
    **dict.fromkeys(("skyddad folkbokföring", "kvarskrivning", "registration"), "registration"),
    **dict.fromkeys(("fingerade personuppgifter", "fingerad", "assumed"), "assumed"),
    **dict.fromkeys(("utan identitet", "inskriven utan identitet", "withheld"), "withheld"),
}
ONLY_YES = YES | {"skyddad", "skyddade personuppgifter", "skyddad identitet", "skyddad id"}

SHARES = {"heltid": Decimal(100), "halvtid": Decimal(50), "kvartstid": Decimal(25)}
STATUSES = {
    "remaining": ("pågår", "pågående", "kvar", "kvarstår", "aktiv", "inskriven"),
    "paused": ("pausat", "pausad", "paus", "uppehåll"),
    "ended": ("avslutat", "avslutad", "utskriven", "slutat"),
    "unknown": ("okänd", "okänt", "vet ej"),
}
STATUS_WORDS = {word: status for status, words in STATUSES.items() for word in words}

AMOUNT = re.compile(r"(\d{1,6}(?:[.,]\d{1,6})?)\s*([^\d\s].*)?")
HOURS_A_WEEK = re.compile(
    r"(h|t|tim|timm|timmar|timmar i veckan|timmar per vecka)?\.?(\s?/\s?(v|vecka))?"
)
BETWEEN = re.compile(r"\s*[;+\n]\s*")
ALSO_BETWEEN = re.compile(r"\s*[,/&]\s*|\s+(?:och|samt)\s+")
"""A comma parts words only where the text with its comma is no word itself."""
AMOUNT_AFTER = re.compile(
    r"(.*?\S)\s*[(:]?\s*(\d{1,3}(?:[.,]\d+)?\s*(?:%|procent|h|tim|timmar))\s*\)?"
)


def text_reader(most: int) -> Reader:
    """A reader of free text that fits the field; undoes the mark that our own downloads put first."""

    def read(text: str) -> Reading:
        marked = text[:1] == "'" and safe_cell(text[1:]) == text
        plain = " ".join(legible(text[1:] if marked else text).split())
        if turned(plain):
            return Reading.refused("text-control")
        if len(plain) > most:
            return Reading.refused("text-long", length=len(plain), most=most)
        return Reading(plain)

    return read


def sex_reader(*, other: bool) -> Reader:
    """Sex as recorded: woman, man, unknown, and "annat" where the initiative offers it."""
    offered = [_("kvinna"), _("man"), *([_("annat")] if other else ()), _("okänt")]

    def read(text: str) -> Reading:
        sex = SEXES.get(fold(text) or text)
        if sex is None:
            return Reading.refused("not-a-sex", text=text, choices=", ".join(offered))
        if sex == "other" and not other:
            return Reading.refused("sex-not-offered", text=text)
        return Reading(sex)

    return read


def read_yes_or_no(text: str) -> Reading:
    """True or False."""
    word = fold(text)
    if word in YES:
        return Reading(True)
    if word in NO or text == "-":
        return Reading(False)
    return Reading.refused("not-yes-or-no", text=text)


def read_protection(text: str) -> Reading:
    """The kind of protected identity (law.md § 6); a bare yes is read as the lowest, and said so."""
    word = fold(text)
    if word in ONLY_YES:
        return Reading.remarked("marked", "marked-assumed", severity=Severity.WARNING, text=text)
    if word in PROTECTIONS:
        return Reading(PROTECTIONS[word])
    names = ["nej", "sekretessmarkering", "skyddad folkbokföring", "fingerade personuppgifter",
             "utan identitet"]  # fmt: skip
    return Reading.refused("not-a-choice", text=text, choices=", ".join(names))


def read_status(text: str) -> Reading:
    """Where the participation stands; not an outcome."""
    status = STATUS_WORDS.get(fold(text))
    if status is None:
        names = ", ".join(words[0] for words in STATUSES.values())
        return Reading.refused("not-a-choice", text=text, choices=names)
    return Reading(status)


def read_birth(text: str) -> Reading:
    """A birth date, or only the year it was (then an int)."""
    if re.fullmatch(r"\d{4}", text, re.A) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return Reading(int(text))
    return read_date(text)


def read_percent(text: str) -> Reading:
    """Whole per cent, 1–100. A number below 1 without a sign is a share: 0,5 is 50."""
    word = fold(text)
    if word in SHARES:
        return Reading(int(SHARES[word]))
    match = AMOUNT.fullmatch(text)
    unit = fold(match[2] or "") if match else ""
    if match is None or unit not in ("", "%", "procent"):
        return Reading.refused("not-a-percent", text=text)
    number = Decimal(match[1].replace(",", "."))
    if not unit and number == 1:
        return Reading.remarked(100, "percent-one", severity=Severity.WARNING)
    return _whole_percent(text, number * 100 if not unit and number < 1 else number)


def _whole_percent(text: str, number: Decimal) -> Reading:
    whole = int(number.quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 < number <= 100 or whole == 0:
        return Reading.refused("percent-range", text=text)
    return (
        Reading(whole)
        if whole == number
        else Reading.remarked(whole, "percent-rounded", text=text, read=whole)
    )


def read_hours(text: str) -> Reading:
    """Hours a week, with one decimal at most; per cent and "halvtid" are of a 40-hour week."""
    share = SHARES.get(fold(text))
    if share is not None:
        return Reading(share * FULL_WEEK / 100)
    match = AMOUNT.fullmatch(text)
    if match is None:
        return Reading.refused("not-hours", text=text)
    number, unit = Decimal(match[1].replace(",", ".")), (match[2] or "").casefold().strip()
    if unit in ("%", "procent"):
        number *= FULL_WEEK / 100
    elif not HOURS_A_WEEK.fullmatch(unit):
        return Reading.refused("not-hours", text=text)
    return _weekly(text, number)


def _weekly(text: str, number: Decimal) -> Reading:
    rounded = number.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not 0 < rounded <= MOST_HOURS:
        return Reading.refused("hours-range", text=text, most=MOST_HOURS)
    if rounded == number:
        return Reading(rounded)
    return Reading.remarked(
        rounded, "hours-rounded", text=text, read=str(rounded).replace(".", ",")
    )


def choice_reader(choices: Choices, name: str) -> Reader:
    """A reader of one word to choose, by label, code or alias; a Reading's value is the Choice."""

    def read(text: str) -> Reading:
        found = choices.find(text)
        return Reading(found) if found else _no_choice(choices, name, text)

    return read


def _no_choice(choices: Choices, name: str, text: str) -> Reading:
    if not len(choices):
        return Reading.refused("nothing-to-choose", field=name)
    if choices.ambiguous(text):
        return Reading.refused("ambiguous-choice", text=text)
    suggestion = choices.suggest(text)
    return Reading.refused(
        "not-a-choice", text=text, choices=choices.listed(), suggestion=suggestion
    )


def municipality_reader(choices: Choices) -> Reader:
    """A reader of a municipality by name or four-digit code; a lost leading nought is put back and said."""

    def read(text: str) -> Reading:
        found = choices.find(text)
        if found:
            return Reading(found)
        if text.isdecimal() and len(text) == 3 and (found := choices.find(f"0{text}")):
            return Reading.remarked(found, "lost-zero", text=text, read=f"0{text} {found.label}")
        return Reading.refused("not-a-municipality", text=text, suggestion=choices.suggest(text))

    return read


def several_reader(choices: Choices, name: str, amount: Reader | None = None) -> Reader:
    """A reader of words in one cell, parted by ; , / + or "och"; values are (Choice, amount) pairs.

    Where the list counts something, "Sjukpenning 50 %" holds its own amount.
    """

    def read_one(text: str) -> Reading:
        found = choices.find(text)
        if found or amount is None or not (match := AMOUNT_AFTER.fullmatch(text)):
            return Reading((found, None)) if found else _no_choice(choices, name, text)
        found, extent = choices.find(match[1]), amount(match[2])
        if found is None:
            return _no_choice(choices, name, match[1])
        return Reading((found, extent.value), extent.troubles)

    def read(text: str) -> Reading:
        parts = []
        for part in filter(None, BETWEEN.split(text)):
            whole = read_one(part)
            parted = [part] if whole.value else [*filter(None, ALSO_BETWEEN.split(part))]
            parts += [whole] if len(parted) == 1 else [read_one(one) for one in parted]
        troubles = tuple(trouble for part in parts for trouble in part.troubles)
        pairs = tuple(part.value for part in parts if part.value)
        return Reading(pairs, troubles + _clashes([choice for choice, _amount in pairs]))

    return read


def _clashes(chosen: list[Choice]) -> tuple[Trouble, ...]:
    """What cannot stand together in one cell: the same word twice, or one that excludes the rest."""
    twice = {c.label for c in chosen if chosen.count(c) > 1}
    alone = {c.label for c in chosen if c.alone and len(chosen) > 1} - twice
    refused = [Reading.refused("said-twice", what=label) for label in sorted(twice)]
    refused += [Reading.refused("excludes-others", what=label) for label in sorted(alone)]
    return tuple(trouble for reading in refused for trouble in reading.troubles)


def amounts_reader(amount: Reader) -> Reader:
    """A reader of one or several amounts in a cell, parted by semicolon or line break."""

    def read(text: str) -> Reading:
        parts = [amount(part.strip()) for part in re.split(r"[;\n+]", text) if part.strip()]
        troubles = tuple(trouble for part in parts for trouble in part.troubles)
        return Reading(tuple(part.value for part in parts), troubles)

    return read


__all__ = [
    "FULL_WEEK",
    "Reader",
    "amounts_reader",
    "choice_reader",
    "municipality_reader",
    "read_birth",
    "read_hours",
    "read_percent",
    "read_protection",
    "read_status",
    "read_yes_or_no",
    "several_reader",
    "sex_reader",
    "text_reader",
]
