"""What must hold for an initiative: who may answer for its people, who may take part. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from stafett.frame.formats import plain_day

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
"""Between them an initiative's days lie; anything else is a year mistyped."""
YEARS_TO_PREPARE = 5
"""So long before its start an initiative may have been decided on, in an application or a pilot study."""

RESERVED = frozenset({"ny"})
"""Codes that the pages' own addresses use."""


def refusal_of_controller(name: str, *, association: bool) -> str:
    """Why an authority can't be controller, or nothing when it can (law 3).

    An association decides nothing about individuals (2003:1210 7 §), and the data-protection
    authority ordered one to stop handling them (Datainspektionen, Östra Östergötland, 2016).
    """
    if not association:
        return ""
    return _(
        "%(name)s är ett samordningsförbund och kan inte vara personuppgiftsansvarig. Ett förbund får "
        "inte hantera enskilda (lag 2003:1210, 7 §; Datainspektionens beslut 2016 om Östra "
        "Östergötland). Välj myndigheten som driver insatsen, till exempel en nämnd."
    ) % {"name": name}


def refusal_of_speaking(name: str) -> str:
    """Why an initiative can't begin with a controller that the one who starts it does not speak for."""
    return _(
        "%(name)s svarar själv för om den ska vara personuppgiftsansvarig. Börja med den egna "
        "myndigheten, och öppna en gren för %(name)s: då tillfrågas den."
    ) % {"name": name}


def refusal_of_asking(name: str) -> str:
    """Why a branch can't get another controller."""
    return _(
        "%(name)s svarar redan för uppgifterna i grenen. Uppgifter byter inte ansvarig; öppna en ny "
        "gren i stället."
    ) % {"name": name}


def refusal_of_answering_again(answered_by: str) -> str:
    """Why a yes is not answered again."""
    return _(
        "%(name)s har redan svarat ja. Det går inte att ta tillbaka: uppgifter byter inte ansvarig."
    ) % {"name": answered_by or _("Någon")}


def refusal_of_association(name: str) -> str:
    """Why an initiative can't be said to be funded by an association."""
    return _("%(name)s finansierar bara insatser hos sina medlemmar. Din part är inte medlem.") % {
        "name": name
    }


def refusal_of_role(name: str, *, association: bool, sees_people: bool) -> str:
    """Why a unit can't take part in a role, or nothing when it can (law 3)."""
    if not (association and sees_people):
        return ""
    return _(
        "%(name)s hör till ett samordningsförbund och får aldrig se en person (lag 2003:1210, 7 §). "
        "Välj en roll som bara ser totaler, till exempel samordningsförbundets kansli."
    ) % {"name": name}


def same_reading(readings: Sequence[tuple[str, frozenset[int]]]) -> tuple[str, str] | None:
    """Two readings of a goal that count the very same outcomes, by name; None when all differ."""
    seen: dict[frozenset[int], str] = {}
    for label, outcomes in readings:
        if outcomes in seen:
            return seen[outcomes], label
        seen[outcomes] = label
    return None


def refusal_of_counting(counted_on: date | None, starts_on: date, today: date) -> str:
    """Why figures can't be counted to a day: there is nothing to count yet, or nothing was there."""
    if counted_on is None or starts_on <= counted_on <= today:
        return ""
    if counted_on > today:
        return _(
            "Dagen har inte varit än. Lämna tomt, så räknas det till och med i dag, eller skriv en dag "
            "som har varit."
        )
    return _("Insatsen började först %(day)s. Skriv en senare dag, eller lämna tomt.") % {
        "day": plain_day(starts_on)
    }


def refusal_of_deciding(
    decided_on: date | None, earlier: date | None, starts_on: date, today: date
) -> str:
    """Why a version can't have been decided on a day; `earlier` is the latest day of those before it.

    What is not decided yet holds for nobody, and versions follow one another in time (F4, G27).
    """
    if decided_on is None:
        return ""
    if decided_on > today:
        return _("Dagen har inte varit än. Skriv in beslutet när det är fattat.")
    if decided_on < first_to_decide(starts_on):
        return _(
            "Det är mer än %(years)s år innan insatsen började, %(day)s. Kontrollera året."
        ) % {"years": YEARS_TO_PREPARE, "day": plain_day(starts_on)}
    if earlier and decided_on < earlier:
        return _(
            "En tidigare version beslutades %(day)s. Den nya kan inte ha beslutats före den: skriv en "
            "senare dag, eller lämna tomt om dagen inte är känd."
        ) % {"day": plain_day(earlier)}
    return ""


def same_words(one: str, other: str) -> bool:
    """True of a sentence and the same one with other capitals, spaces or full stop."""
    return _plain(one) == _plain(other)


def _plain(sentence: str) -> str:
    return " ".join(sentence.casefold().split()).rstrip(" .")


def copied(english: str, swedish: Sequence[str], usual: str) -> bool:
    """True of a sentence asked for in English that is only one of the Swedish ones once more.

    `usual` is the usual purpose in English, which may stand in both boxes where the page is in English.
    """
    return any(same_words(english, one) for one in swedish) and not same_words(english, usual)


def left_behind(said: tuple[str, str], kept: tuple[str, str]) -> bool:
    """True where the Swedish of (Swedish, English) was changed and the English left as it was."""
    return same_words(said[1], kept[1]) and not same_words(said[0], kept[0])


FEWEST_WORDS = 2
"""In a purpose that somebody can say yes to: fewer are a mark that something stands there, not a sentence."""


def refusal_of_too_short() -> str:
    """Why the English of a purpose cannot be a word or a full stop."""
    return _("Skriv ändamålet på engelska med minst två ord, eller lämna rutan tom.")


def refusal_of_copy() -> str:
    """What is said of a Swedish sentence where an English one is asked for."""
    return _("Det här är det svenska ändamålet. Skriv det på engelska, eller lämna rutan tom.")


def refusal_of_left_behind() -> str:
    """What is said of English that may say something else than the Swedish, which others sign."""
    return _(
        "Det svenska ändamålet är ändrat, men inte det engelska. Ändra det engelska också, töm rutan, "
        "eller kryssa i att det fortfarande säger detsamma."
    )


def first_to_decide(starts_on: date) -> date:
    """The first day on which anything can have been decided for an initiative that starts on a day."""
    year = max(starts_on.year - YEARS_TO_PREPARE, 1)
    return starts_on.replace(year=year, day=min(starts_on.day, 28))
