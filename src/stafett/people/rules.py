"""What an identity number says: its kind, its birth date and its sex digit, or why it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _

PERSONAL: Final = "personal"
COORDINATION: Final = "coordination"
OTHER: Final = "other"
"""The kinds as `people.models.IdentityKind` stores them; there, nobody's number is `none`."""

Kind = Literal["personal", "coordination", "other"]
DigitSex = Literal["woman", "man"]

LONGEST_OTHER, LONGEST_ISSUER = 40, 60
KNOWN_ISSUERS = {"GD": "Försäkringskassan", "TF": "SCB"}
"""Letters that tell who made up a temporary number (law.md § 10, esf.md); all others must be told."""

NUMBER = re.compile(r"(\d{2})?(\d{2})(\d{2})(\d{2})([-+]?)(\d{3})(\d)")
RESERVE = re.compile(r"(?:\d{2})?\d{6}[-+]?(?=[0-9A-ZÅÄÖ]*[A-ZÅÄÖ])[0-9A-ZÅÄÖ]{4}")
SHORTENED = re.compile(r"\d[.,]\d+E\+?\d+")
DASHES = str.maketrans(
    {**dict.fromkeys("‐‑‒–—−﹣－", "-"), **dict.fromkeys(" \u00a0\u2009\u202f", "")}
)
DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)

SENTENCES = {
    "number-length": _(
        "Numret har %(digits)s siffror. Ett personnummer eller samordningsnummer har tio eller "
        "tolv: ÅÅMMDD-NNNN eller ÅÅÅÅMMDD-NNNN."
    ),
    "number-nine": _(
        "Numret har nio siffror. Ett personnummer eller samordningsnummer har tio eller tolv: en nolla som "
        "stod först kan ha fallit bort."
    ),
    "number-shortened": _(
        "Numret är förkortat, så de sista siffrorna är borta. Skriv det med alla siffror."
    ),
    "number-form": _(
        "Det här ser inte ut som ett personnummer, samordningsnummer eller tillfälligt nummer. "
        "Skriv ÅÅÅÅMMDD-NNNN, eller ett annat nummer och vem som har utfärdat det."
    ),
    "number-check": _(
        "Den sista siffran, kontrollsiffran %(digit)s, stämmer inte med de andra siffrorna. "
        "Någon siffra är fel: jämför med id-handlingen."
    ),
    "number-unknown-day": _(
        "Månad 00 eller dag 00 finns bara i samordningsnummer. Är födelsedagen okänd: lämna "
        "numret tomt och skriv födelseåret."
    ),
    "number-date": _(
        "Numrets datumdel, månad %(month)s och dag %(day)s, är inget datum. Ett samordningsnummer "
        "har dagen plus 60."
    ),
    "number-serial": _("Födelsenumret 000 delas inte ut. Jämför med id-handlingen."),
    "number-century": _(
        "Numret börjar med %(century)s. Födelseåret ska börja med 18, 19 eller 20."
    ),
    "number-future": _("Enligt numret är personen inte född än. Jämför med id-handlingen."),
    "number-issuer": _(
        "Ett annat nummer än personnummer och samordningsnummer måste säga vem som har utfärdat "
        "det. Skriv vem, eller rätta numret."
    ),
    "number-long": _("Numret är längre än %(most)s tecken."),
    "issuer-long": _("Utfärdaren är längre än %(most)s tecken."),
}
"""Swedish sentences per code, as a form says them; none repeats the number."""

IN_A_FILE = {
    "number-nine": _(
        "Numret har nio siffror. Excel tar bort en nolla som står först: gör kolumnen till text "
        "och skriv numret med alla siffror."
    ),
    "number-shortened": _(
        "Excel har förkortat numret, så de sista siffrorna är borta. Gör kolumnen till text och "
        "hämta numret på nytt."
    ),
    "number-form": _(
        "Det här ser inte ut som ett personnummer, samordningsnummer eller tillfälligt nummer. "
        "Skriv ÅÅÅÅMMDD-NNNN, eller skriv det i kolumnen för annat nummer med utfärdare."
    ),
    "number-issuer": _(
        "Ett annat nummer än personnummer och samordningsnummer måste säga vem som har utfärdat "
        "det. Fyll i kolumnen för utfärdare."
    ),
}
"""What is said otherwise of a number in a file: there a column is what one can mend."""

OFFICIAL = _("Skriv ett personnummer eller samordningsnummer: ÅÅÅÅMMDD-NNNN.")
"""What to do where no other number, issuer or year can be written."""
NOT_OFFICIAL = frozenset(
    {"number-form", "number-issuer", "number-long", "issuer-long", "number-unknown-day"}
)
"""What is wrong with a number that asks for something else beside it."""


class NotANumber(ValueError):
    """A text that is no identity number, with a code and a sentence that says why."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, object] = params

    @property
    def sentence(self) -> str:
        """What is wrong and what would be right, without the number itself."""
        return str(SENTENCES[self.code]) % self.params

    @property
    def official(self) -> str:
        """The same where only a personal or coordination number can be written."""
        return str(OFFICIAL) if self.code in NOT_OFFICIAL else self.sentence

    @property
    def in_a_file(self) -> str:
        """The same of a column of only such numbers."""
        said = OFFICIAL if self.code in NOT_OFFICIAL else {**SENTENCES, **IN_A_FILE}[self.code]
        return str(said) % self.params


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity number in its one written form, and what can be read out of it.

    `number` is twelve digits for the two official kinds. `digit_sex` is what the last digit but one
    says (odd man, even woman; FOL 18 §): something to compare with, never a record of anyone's sex.
    """

    kind: Kind
    number: str
    issuer: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    digit_sex: DigitSex | None = None

    @property
    def shown(self) -> str:
        """As people write it: 19850101-2384; other numbers as they are."""
        return self.number if self.kind == OTHER else f"{self.number[:8]}-{self.number[8:]}"


def check_digit_holds(ten: str) -> bool:
    """True when ten digits fulfil Luhn's sum (folkbokföringslagen 18 §); the digits, nothing else."""
    odd = sum(DOUBLED[int(digit)] for digit in ten[0:10:2])
    return (odd + sum(int(digit) for digit in ten[1:10:2])) % 10 == 0


def read_number(text: str, *, today: date, issuer: str = "") -> Identity:
    """Read a number in any Swedish form: ten or twelve digits, - or +, spaces, letters in reserve numbers.

    A + (or its absence) settles the century of ten digits: + from the year a person turns 100
    (FOL 18 §). `issuer` is who made a number that is neither personal nor coordination number.
    Raises NotANumber with a sentence.
    """
    plain = text.translate(DASHES).upper()
    match = NUMBER.fullmatch(plain)
    if match is None:
        return _read_reserve(plain, text, issuer)
    century, year, month, day, sign, serial, check = match.groups()
    if not check_digit_holds(year + month + day + serial + check):
        raise NotANumber(_why_not(month, day), digit=check)
    if serial == "000":
        raise NotANumber("number-serial")
    full_year = _full_year(century, int(year), sign, today)
    kind, born = _birth(full_year, int(month), int(day))
    if full_year > today.year or (born and born > today):
        raise NotANumber("number-future")
    return Identity(
        kind=kind,
        number=f"{full_year}{month}{day}{serial}{check}",
        birth_date=born,
        birth_year=full_year,
        digit_sex="man" if int(serial) % 2 else "woman",
    )


def read_other(text: str, issuer: str) -> Identity:
    """A number somebody else made up, with its issuer (law.md § 10). Raises NotANumber."""
    number = " ".join(text.split())
    if not issuer:
        raise NotANumber("number-issuer")
    if len(number) > LONGEST_OTHER:
        raise NotANumber("number-long", most=LONGEST_OTHER)
    if len(issuer) > LONGEST_ISSUER:
        raise NotANumber("issuer-long", most=LONGEST_ISSUER)
    return Identity(kind=OTHER, number=number, issuer=issuer)


def _why_not(month: str, day: str) -> str:
    """A made-up 00 fails the check digit too, and deserves the better explanation."""
    return "number-unknown-day" if "00" in (month, day) and int(day) < 60 else "number-check"


def _full_year(century: str | None, year: int, sign: str, today: date) -> int:
    if century is not None:
        if century not in ("18", "19", "20"):
            raise NotANumber("number-century", century=century)
        return int(century) * 100 + year
    latest = today.year - 100 if sign == "+" else today.year
    return latest - (latest - year) % 100


def _birth(year: int, month: int, day: int) -> tuple[Kind, date | None]:
    """The kind and the birth date; None where a coordination number leaves month or day open."""
    kind: Kind = COORDINATION if day >= 60 else PERSONAL
    real_day = day - 60 if kind == COORDINATION else day
    if month == 0 or real_day == 0:
        if kind == PERSONAL:
            raise NotANumber("number-unknown-day")
        if month > 12 or real_day > 31:
            raise NotANumber("number-date", month=f"{month:02}", day=f"{day:02}")
        return kind, None
    try:
        return kind, date(year, month, real_day)
    except ValueError:
        raise NotANumber("number-date", month=f"{month:02}", day=f"{day:02}") from None


def _read_reserve(plain: str, text: str, issuer: str) -> Identity:
    if RESERVE.fullmatch(plain):
        known = next((KNOWN_ISSUERS[mark] for mark in KNOWN_ISSUERS if mark in plain), "")
        return read_other(plain, issuer or known)
    if SHORTENED.fullmatch(plain):
        raise NotANumber("number-shortened")
    digits = sum(letter.isdigit() for letter in plain)
    if digits == 9 and plain.isdigit():
        raise NotANumber("number-nine")
    if digits and not plain.strip("0123456789-+"):
        raise NotANumber("number-length", digits=digits)
    raise NotANumber("number-form")


__all__ = [
    "COORDINATION",
    "OTHER",
    "PERSONAL",
    "SENTENCES",
    "Identity",
    "NotANumber",
    "born_too_long_ago",
    "check_digit_holds",
    "read_number",
    "read_other",
]


OLDEST = 120
"""Nobody is older than so many years: an earlier birth is a slip of the keyboard."""


def born_too_long_ago(born: date | int | None, today: date) -> bool:
    """True of a day of birth, or only a year, more than `OLDEST` years before today."""
    if isinstance(born, date):
        return (born.year + OLDEST, born.month, born.day) < (today.year, today.month, today.day)
    return born is not None and born + OLDEST < today.year


_REACHED_AT = re.compile(r"@|(?:\d[\s\-/()]*){7,}|\b\d{3}\s?\d{2}\b")


def tells_how_to_reach(text: str) -> bool:
    """True when a text holds an e-mail address, a telephone number or a postcode."""
    return bool(_REACHED_AT.search(text))
