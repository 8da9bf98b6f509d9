"""The answer to somebody who asked for their own data, as a paper to read: plain Swedish, then all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import override

from stafett.database.own_data import About
from stafett.frame.formats import capital, clock, plain_day
from stafett.frame.unfilled import left_in
from stafett.papers.paper import Block, Facts, Paper, Part, Points, Text, Under, lines
from stafett.people.models import Person
from stafett.safeguards.models import ConsentPart, OwnDataExclusion, OwnDataRequest
from stafett.safeguards.own_data_file import without
from stafett.safeguards.queries.own_data import Section, Thing, Version

SAID: dict[str, str | Promise] = {
    About.PARTICIPATION: _lazy("Vad du är med i, sedan när, och vem som håller ihop det."),
    About.INVOLVEMENT: _lazy("Vilka myndigheter som har ett eget ärende med dig."),
    About.LIFE: _lazy("Vad du har levt på och gjort, före, under och efter."),
    About.WORK: _lazy("Det som har antecknats om möten och planer."),
    About.CONSENT: _lazy("Vad du har sagt ja till, och vem som då får berätta vad för vem."),
    About.RELEASE: _lazy(
        "Vad som har lämnats till någon annan, och vad som har kommit från någon annan."
    ),
    About.ACCESS: _lazy("Vilka enheter som får läsa i ditt ärende, och varför."),
    About.KEPT: _lazy("När något har fått stå kvar längre."),
    About.READ: _lazy("Vem som har öppnat uppgifterna om dig, när och varför."),
}
"""What stands under each heading, in a sentence."""
PLAIN: dict[str, str | Promise] = {
    "giver": _lazy("den som berättar"),
    "receiver": _lazy("den som får veta"),
    "basis": _lazy("varför de får läsa"),
    "kinds": _lazy("vad de får läsa"),
    "digest": _lazy("kontrollsumma, som visar att texten inte har ändrats"),
    "register_key": _lazy("ärendenummer i registret"),
    "identity_kind": _lazy("vilket slags nummer"),
}
"""Columns in plainer words than those who work with them use."""
TOGETHER: dict[type[Model], tuple[str, str | Promise]] = {
    ConsentPart: ("information", _lazy("Vad du har sagt ja till, del för del"))
}
"""Tables whose rows are told together, a line for those that differ in one column alone: that column, and
what they are called together."""
NOT_INCLUDED = "till (inte med)"
LANGUAGES: dict[str, str | Promise] = {"sv": _lazy("svenska"), "en": _lazy("engelska")}


def answer_paper(asked: OwnDataRequest, sections: Sequence[Section]) -> Paper:
    """All that is handed out, what is not and why, and how to appeal; whose it is stands on each page."""
    decision = asked.decision
    excluded = list(decision.exclusions.order_by("pk"))
    shown = list(without(sections, excluded))
    with override("sv"):
        return Paper(
            _("Dina uppgifter hos %(authority)s") % {"authority": asked.authority},
            (
                _beginning(asked, shown),
                *_left_out(excluded),
                *(_section(one) for one in shown),
                *_appeal(decision.appeal),
                _file(asked),
            ),
            decision.decided_on, decision.decided_by,
_whose(asked, shown),
        )  # fmt: skip


def _appeal(words: str) -> Iterator[Part]:
    """How one appeals, in the authority's own words; nothing where nobody has written them."""
    if words and not left_in(words):
        yield Part(_("Om du inte är nöjd"), lines(words))


def _whose(asked: OwnDataRequest, shown: Sequence[Section]) -> str:
    """What stands on each page: whose it is, by alias where protected; not where the name is left out."""
    person = asked.circle.person
    told = {
        name for one in shown for thing in one.things if thing.model is Person
        for version in thing.versions if not version.until for name in version.words
    }  # fmt: skip
    if any(getattr(person, name) and name not in told for name in ("given_name", "family_name")):
        return _("Dina uppgifter")
    return _("Uppgifter om %(whom)s") % {"whom": person.name}


def _beginning(asked: OwnDataRequest, shown: Sequence[Section]) -> Part:
    decision, told = asked.decision, {"authority": asked.authority}
    facts = Facts(
        (
            (_("Du frågade"), f"{plain_day(asked.asked_on)}, {asked.get_asked_how_display()}"),
            (_("Uppgifterna togs fram"), plain_day(localtime(asked.compiled_at).date())),
            (_("Beslut"), f"{plain_day(decision.decided_on)}, {decision.decided_by}"),
        )
    )
    return Part(
        "",
        (
            Text(
                _("Här står allt som %(authority)s har om dig i Stafett och som får lämnas ut. Andra "
                  "myndigheter svarar för sina egna uppgifter: fråga dem.") % told
            ),
            facts,
            Text(_("Svaret har de här delarna:")),
            Points(tuple(str(one.about.label) for one in shown)),
        ),
    )  # fmt: skip


def _file(asked: OwnDataRequest) -> Part:
    """What the file for a programme is, and how one knows that it is the same."""
    return Part(
        _("Samma uppgifter som fil"),
        (
            Text(_("Samma uppgifter finns i en datafil (JSON), som ett annat program kan läsa. Inskannade "
                   "papper ligger i den.")),
            Facts(((_("Kontrollsumma (sha256) för datafilen"), asked.decision.handed_digest),)),
        ),
    )  # fmt: skip


def _left_out(excluded: Sequence[OwnDataExclusion]) -> Iterator[Part]:
    said = [one for one in excluded if one.said]
    if said:
        yield Part(_("Det här lämnas inte ut"), (Points(tuple(left_out_line(o) for o in said)),))


def left_out_line(one: OwnDataExclusion) -> str:
    """What is left out, why, and what that stands on, in one line."""
    return _("Uteslutet: %(what)s, %(why)s. %(because)s Stöd: %(ground)s") % {
        "what": one.what, "why": one.get_why_display(), "because": _ended(one.because), "ground": one.ground,
    }  # fmt: skip


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _section(one: Section) -> Part:
    """A sentence about what stands here, then each thing under a heading; readings a line each."""
    numbers = Counter(thing.word for thing in one.things)
    so_far: Counter[str] = Counter()
    blocks: list[Block] = [Text(str(SAID[one.about]))] if one.about in SAID else []
    for thing in one.things:
        if thing.model is not None and thing.model not in TOGETHER:
            so_far[thing.word] += 1
            blocks += _thing(thing, so_far[thing.word], numbers[thing.word])
    for model, (column, called) in TOGETHER.items():
        blocks += _together([t for t in one.things if t.model is model], column, str(called))
    blocks += _readings([thing.versions[0].words for thing in one.things if thing.model is None])
    return Part(str(one.about.label), tuple(blocks))


def _together(things: Sequence[Thing], column: str, called: str) -> Iterator[Block]:
    """Things of a table as a list: those that say the same but in one column are one line, earlier versions
    and all."""
    found: dict[tuple[str, ...], list[str]] = {}
    for thing in things:
        version = next((one for one in thing.versions if not one.until), thing.versions[-1])
        told = [_pair(thing, n, value) for n, value in version.words.items() if n != column]
        gone = [] if not thing.versions[-1].until else [_("borttagen")]
        said = (*(f"{label}: {value}" for label, value in told), *gone, *_earlier(thing))
        found.setdefault(said, []).append(words_of(version.words.get(column, "")))
    if found:
        label = capital(things[0].label(column))
        yield Under(called)
        yield Points(
            tuple(
                f"{label}: {'; '.join(some)}. {capital('; '.join(said))}."
                for said, some in found.items()
            )
        )


def _readings(read: Sequence[Mapping[str, Any]]) -> Iterator[Block]:
    """The lines of the log, and why some or all are without a name."""
    if read:
        yield Under(_("Läsningar"))
        if nameless := sum("name" not in said for said in read):
            yield Text(_no_name(nameless == len(read)))
        yield Points(tuple(_reading(said) for said in read))


def _no_name(none: bool) -> str:
    if none:
        return _(
            "Inga namn står här. Vill du veta vad någon heter, fråga: det prövas om namnen lämnas ut."
        )
    return _(
        "Namn står vid det som hade lästs när det beslutades att de lämnas ut. Vill du veta vem som har läst "
        "sedan dess, fråga igen."
    )  # fmt: skip


def _reading(said: Mapping[str, Any]) -> str:
    """A line of the log as a sentence: when, who, what and why."""
    who = ", ".join(str(said[n]) for n in ("authority", "unit", "role", "name") if n in said)
    told = {"when": _when(said), "who": who, "what": said["what"], "because": said["because"]}
    line = _("%(when)s: %(who)s, %(what)s, därför att %(because)s.") % told
    times = said.get("times", 1)
    return line if times == 1 else f"{line} {_('%(n)s gånger.') % {'n': times}}"


def _when(said: Mapping[str, Any]) -> str:
    """The day of others' readings; of one's own the hour, and the last of several."""
    if "day" in said:
        return words_of(said["day"])
    first, last = (datetime.fromisoformat(said[name]) for name in ("first", "last"))
    when = words_of(said["first"])
    if last == first:
        return when
    same_day = last.date() == first.date()
    return f"{when}–{clock(last.time())}" if same_day else f"{when} – {words_of(said['last'])}"


def _thing(thing: Thing, number: int = 1, of: int = 1) -> Iterator[Block]:
    now = [one for one in thing.versions if not one.until]
    called = thing.word if now else _("%(what)s (borttagen)") % {"what": thing.word}
    yield Under(
        _("%(what)s, %(n)s av %(of)s") % {"what": called, "n": number, "of": of}
        if of > 1
        else called
    )
    yield from thing_blocks(thing, now[0] if now else thing.versions[-1])
    earlier = tuple(_earlier(thing))
    if earlier:
        yield Points(earlier)


def thing_blocks(thing: Thing, version: Version) -> Iterator[Block]:
    """A version's columns as facts; texts of several lines after them."""
    pairs = [*pairs_of(thing, version)]
    yield Facts(tuple(pair for pair in pairs if "\n" not in pair[1]))
    for name, text in pairs:
        if "\n" in text:
            yield Text(f"{name}:")
            yield from lines(text)


def pairs_of(thing: Thing, version: Version) -> Iterator[tuple[str, str]]:
    """Each column with what it says, in words."""
    for name, value in version.words.items():
        label, said = _pair(thing, name, value)
        yield capital(label), said


def _pair(thing: Thing, name: str, value: Any) -> tuple[str, str]:
    """A column as one says it: the last day that is included, a language by its name."""
    label = thing.label(name)
    if label == NOT_INCLUDED:
        return _("till och med"), plain_day(date.fromisoformat(str(value)) - timedelta(days=1))
    if name == "language" and value in LANGUAGES:
        return label, str(LANGUAGES[value])
    return str(PLAIN.get(name, label)), words_of(value)


def _earlier(thing: Thing) -> Iterator[str]:
    """What a change took away: of each earlier version the columns in which the next one differs."""
    for before, after in pairwise(thing.versions):
        day = plain_day(date.fromisoformat(before.until))
        changed = [
            ": ".join(_pair(thing, name, value))
            for name, value in before.words.items()
            if name != "why" and after.words.get(name) != value
        ]
        why = before.words.get("why", "")
        told = {"day": day, "what": "; ".join(changed), "why": why}
        if changed and why:
            yield _("Före ändringen %(day)s: %(what)s. Varför det ändrades: %(why)s") % told
        elif changed:
            yield _("Före ändringen %(day)s: %(what)s") % told
        elif why:
            yield _("Ändrat %(day)s. Varför det ändrades: %(why)s") % told


def words_of(value: Any) -> str:
    """A value as one reads it; a file is in the data file."""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, dict):
        return _("finns i datafilen")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return _day(str(value))


def _day(text: str) -> str:
    """A moment or day as one writes it; every other text as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) == len("2024-02-01"):
        return plain_day(moment.date())
    return f"{plain_day(moment.date())} {clock(moment.time())}" if "T" in text else text


__all__ = ["answer_paper", "left_out_line", "pairs_of", "thing_blocks", "words_of"]
