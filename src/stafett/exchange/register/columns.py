"""Which columns a register has, and which field each of a file's headers is most likely to mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from rapidfuzz import fuzz

from stafett.exchange.register.choices import fold
from stafett.exchange.register.faults import Fault

SURE_ENOUGH = 86
"""How alike, of 100, a header must be to a known one to be guessed without being known."""
LONG_ENOUGH = 6
"""Shorter words than this are too like each other ("till", "utfall", "datum") to go by likeness."""
CLEARLY_BETTER = 6
"""By how much the best header must beat the next one for the same field."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the documented register: its key, name, other headers, meaning and examples."""

    key: str
    name: str
    meaning: str
    examples: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    required: bool = False
    list_name: str = ""
    form: str = "text"

    @property
    def label(self) -> str:
        """The name in the language that is active now; files always carry `name`."""
        return gettext(self.name)

    @property
    def explained(self) -> str:
        """The meaning in the language that is active now."""
        return gettext(self.meaning)


FIELDS: tuple[Field, ...] = (
    Field(
        "case_number",
        _("Ärendenummer"),
        _("Registrets eget nummer på deltagandet. Samma nummer nästa gång uppdaterar samma deltagande."),
        ("2021-014", "K-77"),
        ("nr", "ärendenr", "ärende", "ärende nr", "diarienummer", "dnr", "case number", "löpnummer", "löpnr",
         "deltagarnummer", "deltagarnr", "deltagar id", "deltagarid", "journalnummer"),
    ),
    Field(
        "personal_number",
        _("Personnummer"),
        _("Personnummer eller samordningsnummer, tio eller tolv siffror, med eller utan streck."),
        ("ÅÅÅÅMMDD-NNNN", "ÅÅMMDD-NNNN"),
        ("pnr", "personnr", "person nr", "persnr", "pers nr", "person id", "personnummer ssn",
         "samordningsnummer", "samordningsnr", "personnummer samordningsnummer", "personal number"),
    ),
    Field(
        "other_number",
        _("Annat nummer"),
        _("Ett tillfälligt nummer, till exempel reservnummer, när personnummer saknas."),
        ("T-nummer", "GD-nummer"),
        ("reservnummer", "reservnr", "tillfälligt nummer", "tf nummer", "gd nummer", "t nummer",
         "other number", "lma nummer", "lma"),
    ),
    Field(
        "number_issuer",
        _("Nummer utfärdat av"),
        _("Vem som har utfärdat det andra numret."),
        ("Försäkringskassan", "Region Kalmar län"),
        ("utfärdare", "utfärdat av", "issuer", "number issuer"),
    ),
    Field(
        "given_name",
        _("Förnamn"),
        _("Förnamn, som personen vill kallas."),
        ("Karin",),
        ("tilltalsnamn", "fnamn", "first name", "given name"),
    ),
    Field(
        "family_name",
        _("Efternamn"),
        _("Efternamn."),
        ("Öberg",),
        ("enamn", "last name", "surname", "family name"),
    ),
    Field(
        "sex",
        _("Kön"),
        _("Kön som det är uppgivet. Räknas aldrig fram ur personnumret; tomt betyder okänt."),
        ("kvinna", "man", "okänt", "K", "M"),
        ("kon", "sex", "gender", "juridiskt kön", "kvinna man", "k m"),
        form="sex",
    ),
    Field(
        "birth_date",
        _("Födelsedatum"),
        _("Födelsedag eller bara födelseår. Behövs inte när personnumret finns."),
        ("1985-03-01", "1985"),
        ("född", "födelsedag", "födelseår", "födelsedata", "födelsetid", "fdatum", "birth date",
         "birth year", "date of birth", "born"),
        form="date",
    ),
    Field(
        "branch",
        _("Gren"),
        _("Den lokala delen av insatsen. Behövs bara när insatsen har flera."),
        ("Borgholm",),
        ("ort", "lokal del", "delprojekt", "team", "område", "branch", "verksamhetsort", "lokalt projekt"),
        list_name="branches",
    ),
    Field(
        "municipality",
        _("Kommun"),
        _("Kommunen personen bor i, namn eller fyrsiffrig kod."),
        ("Mönsterås", "0861"),
        ("hemkommun", "bostadskommun", "folkbokföringskommun", "kommunkod", "municipality",
         "kommun namn", "kommunnamn"),
        list_name="municipalities",
    ),
    Field(
        "starts_on",
        _("Startdatum"),
        _("Första dagen i insatsen."),
        ("2021-03-01", "1 mars 2021"),
        ("start", "inskriven", "inskriven datum", "inskrivningsdatum", "inskrivning", "in datum",
         "från", "from", "fr o m", "from datum", "inregistrering", "inregistrerad", "påbörjad",
         "startad", "börjar", "startade", "start date"),
        required=True,
        form="date",
    ),
    Field(
        "ends_on",
        _("Slutdatum"),
        _("Sista dagen i insatsen. Tomt betyder att deltagandet pågår."),
        ("2021-11-30",),
        ("slut", "utskriven", "utskriven datum", "utskrivningsdatum", "utskrivning", "avslutad",
         "avslutsdatum", "avslut", "avslutsdag", "ut datum", "till", "t o m", "tom datum",
         "utregistrering", "utregistrerad", "sista dag", "slutade", "end date"),
        form="date",
    ),
    Field(
        "status",
        _("Läge"),
        _("Var deltagandet står: pågår, pausat, avslutat eller okänt. Tomt räknas ut ur slutdatum."),
        ("pågår",),
        ("status",),
        form="status",
    ),
    Field(
        "outcome",
        _("Utfall"),
        _("Vad deltagandet ledde till, ur insatsens egen lista. Behövs när det finns slutdatum."),
        ("Arbete utan stöd",),
        ("resultat", "utfall vid avslut", "avslutad till", "avslut till", "outcome", "resultat vid avslut",
         "gick till"),
        list_name="outcomes",
    ),
    Field(
        "next_step",
        _("Vad händer härnäst"),
        _("Vem som tar vid, eller varför ingen gör det. Tomt läses som okänt."),
        ("Inget mer behövs",),
        ("härnäst", "vad händer sen", "vad händer sedan", "nästa steg", "tar vid", "fortsatt hos", "next step"),
        list_name="next_steps",
    ),
    Field(
        "end_reason",
        _("Avslutsorsak"),
        _("Varför det tog slut: ur insatsens egen lista, eller med egna ord."),
        ("Flyttade till Kalmar",),
        ("avslutsanledning", "orsak till avslut", "avslutningsorsak", "orsak", "avslutsskäl", "anledning",
         "end reason"),
    ),
    Field(
        "holder_unit",
        _("Håller ihop"),
        _("Enheten som håller ihop ärendet. Tomt betyder grenens egen."),
        ("Arbetsmarknadsenheten",),
        ("ansvarig enhet", "enhet", "ansvarig", "holder", "samordnare", "hållande enhet"),
        list_name="units",
    ),
    Field(
        "referring_party",
        _("Remitterande part"),
        _("Myndigheten som remitterade personen."),
        ("Arbetsförmedlingen",),
        ("anvisande part", "anvisande myndighet", "anvisad av", "anvisad från", "remitterande",
         "remitterande myndighet", "remitterad av", "remittent", "aktualiserad av", "inremitterande",
         "kommer från", "referring party", "referred by"),
        list_name="parties",
    ),
    Field(
        "referring_caseworker",
        _("Remitterande handläggare"),
        _("Handläggaren hos den remitterande myndigheten."),
        ("Amina Berg",),
        ("handläggare", "anvisande handläggare", "kontaktperson", "ansvarig handläggare",
         "handläggare hos anvisare", "referring caseworker", "caseworker"),
    ),
    Field(
        "involved",
        _("Inblandade parter"),
        _("Alla parter som har ett eget ärende med personen, med komma eller semikolon emellan."),
        ("Arbetsförmedlingen, Kommunen",),
        ("inblandade", "aktörer", "samverkansparter", "parter", "inblandade myndigheter", "myndigheter",
         "involved", "involved parties", "berörda parter"),
        list_name="parties",
    ),
    Field(
        "livelihood_start",
        _("Försörjning vid start"),
        _("Det personen levde på direkt före insatsen. Flera får stå, med semikolon emellan."),
        ("Försörjningsstöd", "Sjukpenning 50 %; Lön 50 %"),
        ("försörjning före", "försörjning in", "försörjning vid inskrivning", "försörjning vid inregistrering",
         "försörjningskälla vid start", "försörjningskälla före", "försörjning start", "inkomst vid start",
         "ersättning vid start"),
        list_name="livelihoods",
    ),
    Field(
        "livelihood_start_extent",
        _("Försörjning vid start, procent"),
        _("Omfattning i procent, i samma ordning som försörjningen."),
        ("100 %", "50; 50"),
        ("försörjning vid start omfattning", "omfattning försörjning vid start", "omfattning vid start",
         "försörjning före procent", "procent vid start"),
    ),
    Field(
        "livelihood_end",
        _("Försörjning vid avslut"),
        _("Det personen lever på direkt efter insatsen."),
        ("Lön",),
        ("försörjning efter", "försörjning ut", "försörjning vid utskrivning", "försörjning vid utregistrering",
         "försörjningskälla vid avslut", "försörjningskälla efter", "försörjning vid slut",
         "försörjning avslut", "inkomst vid avslut", "ersättning vid avslut"),
        list_name="livelihoods",
    ),
    Field(
        "livelihood_end_extent",
        _("Försörjning vid avslut, procent"),
        _("Omfattning i procent, i samma ordning som försörjningen."),
        ("75 %",),
        ("försörjning vid avslut omfattning", "omfattning försörjning vid avslut", "omfattning vid avslut",
         "försörjning efter procent", "procent vid avslut"),
    ),
    Field(
        "occupation_start",
        _("Sysselsättning vid start"),
        _("Vad personen gjorde direkt före insatsen, i verkligheten och inte på papperet."),
        ("Ingen av dessa",),
        ("sysselsättning före", "sysselsättning in", "sysselsättning vid inskrivning",
         "sysselsättning vid inregistrering", "sysselsättning start"),
        list_name="occupations",
    ),
    Field(
        "occupation_start_hours",
        _("Sysselsättning vid start, timmar"),
        _("Timmar i veckan; 40 är heltid."),
        ("20",),
        ("timmar vid start", "sysselsättning före timmar", "timmar i veckan vid start",
         "omfattning sysselsättning vid start"),
    ),
    Field(
        "occupation_end",
        _("Sysselsättning vid avslut"),
        _("Vad personen gör direkt efter insatsen."),
        ("Arbete utan stöd",),
        ("sysselsättning efter", "sysselsättning ut", "sysselsättning vid utskrivning",
         "sysselsättning vid utregistrering", "sysselsättning avslut", "sysselsättning vid slut"),
        list_name="occupations",
    ),
    Field(
        "occupation_end_hours",
        _("Sysselsättning vid avslut, timmar"),
        _("Timmar i veckan; 40 är heltid."),
        ("40", "heltid"),
        ("timmar vid avslut", "sysselsättning efter timmar", "timmar i veckan vid avslut",
         "omfattning sysselsättning vid avslut"),
    ),
    Field(
        "education",
        _("Utbildning"),
        _("Högsta avslutade utbildning när insatsen börjar. Utländsk: den svenska nivå som motsvarar."),
        ("Gymnasieexamen",),
        ("utbildningsnivå", "högsta utbildning", "utbildningsbakgrund", "högsta slutförda utbildning",
         "högsta slutförda utbildningsnivå", "education"),
        list_name="education",
    ),
    Field(
        "language",
        _("Språk"),
        _("Språket personen helst talar."),
        ("svenska", "arabiska"),
        ("modersmål", "språkkod", "language"),
    ),
    Field(
        "interpreter",
        _("Tolk"),
        _("Om tolk behövs: ja eller nej."),
        ("ja", "nej"),
        ("behöver tolk", "tolkbehov", "tolk behövs", "interpreter"),
        form="yes",
    ),
    Field(
        "guardian",
        _("God man eller vårdnadshavare"),
        _("Namn på god man, förvaltare eller vårdnadshavare."),
        ("Per Lind",),
        ("god man", "vårdnadshavare", "förvaltare", "guardian", "ställföreträdare"),
    ),
    Field(
        "support_person",
        _("Stödperson"),
        _("Någon som personen vill ha med sig."),
        ("Eva Holm",),
        ("stöd person", "ombud", "support person"),
    ),
    Field(
        "reached",
        _("Hur personen nås"),
        _("Telefon, e-post eller hur man annars når personen."),
        ("070-174 06 71, bara sms",),
        ("nås på", "personen nås på", "kontaktuppgifter", "telefon till personen", "reached"),
    ),
    Field(
        "protection",
        _("Skyddade personuppgifter"),
        _("Sekretessmarkering, skyddad folkbokföring, fingerade personuppgifter eller nej."),
        ("nej", "sekretessmarkering"),
        ("skydd", "skyddad", "skyddad identitet", "sekretess", "sekretessmarkering", "skyddade uppgifter",
         "protection", "skyddad id"),
        form="protection",
    ),
)  # fmt: skip
"""Every column a register may have, in the order of the template."""

BY_KEY: Mapping[str, Field] = {one.key: one for one in FIELDS}
KEYS_OF_A_ROW = ("case_number", "personal_number", "other_number")
"""At least one of these says whom a row is about."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What the headers seem to mean; `mapping` (field key → header) is plain and can be saved.

    `doubtful` holds fields that several headers could be, for a person to choose between.
    `unused` are headers that are nothing we know.
    """

    mapping: dict[str, str]
    doubtful: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A chosen column: where it stands in the row, what it is called there, and what it means."""

    place: int
    header: str
    field: Field


def guess(headers: Sequence[str]) -> Guess:
    """Guess the field of each header: by name, then by known header, then by likeness.

    Likeness must reach SURE_ENOUGH of 100 and beat the next header by CLEARLY_BETTER. A field that
    two headers fit equally well is left to the person.
    """
    sure = _sure(headers)
    taken = {header for fitting in sure.values() for header in fitting}
    near = _near([h for h in dict.fromkeys(headers) if h and h not in taken], without=set(sure))
    mapping = {key: fitting[0] for key, fitting in {**sure, **near}.items() if len(fitting) == 1}
    doubtful = {key: fit for key, fit in {**sure, **near}.items() if len(fit) > 1}
    known = {*mapping.values(), *(header for fit in doubtful.values() for header in fit)}
    in_order = {one.key: mapping[one.key] for one in FIELDS if one.key in mapping}
    return Guess(
        in_order, doubtful, tuple(h for h in dict.fromkeys(headers) if h and h not in known)
    )


def unread(headers: Sequence[str], mapping: Mapping[str, str]) -> tuple[str, ...]:
    """The columns that no field is read from, by name; one without a header by its letter."""
    chosen = set(mapping.values())
    names = [header or _nameless(place) for place, header in enumerate(headers)]
    return tuple(name for name in dict.fromkeys(names) if name not in chosen)


def _nameless(place: int) -> str:
    letters, left = "", place + 1
    while left:
        left, last = divmod(left - 1, 26)
        letters = chr(ord("A") + last) + letters
    return gettext("kolumn %(letters)s utan rubrik") % {"letters": letters}


def bind(headers: Sequence[str], mapping: Mapping[str, str]) -> tuple[list[Column], list[Fault]]:
    """Find the chosen columns in this file's headers; the faults say what cannot be found or is double."""
    times = Counter(headers)
    chosen = {key: header for key, header in mapping.items() if header}
    faults = [*_lacking(chosen), *_double(chosen, times)]
    columns = []
    for key, header in chosen.items():
        if key not in BY_KEY:
            faults.append(Fault(0, "", "unknown-field", {"field": key}))
        elif header not in times:
            params = {"header": header, "field": BY_KEY[key].label}
            faults.append(Fault(0, "", "missing-column", params))
        else:
            columns.append(Column(headers.index(header), header, BY_KEY[key]))
    return columns, faults


def _sure(headers: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Per field the headers that are its name, key or known alias."""
    found: dict[str, list[str]] = defaultdict(list)
    for header in dict.fromkeys(headers):
        key = KNOWN.get(fold(header))
        if key:
            found[key].append(header)
    return {key: tuple(fitting) for key, fitting in found.items()}


def _near(headers: Sequence[str], *, without: set[str]) -> dict[str, tuple[str, ...]]:
    """Per field not yet found the header that is clearly the most alike, or those that tie."""
    scores: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for header in headers:
        plain = fold(header)
        score, key = max((fuzz.ratio(plain, name), key) for name, key in KNOWN.items())
        if score >= SURE_ENOUGH and len(plain) >= LONG_ENOUGH and key not in without:
            scores[key].append((score, header))
    return {key: _best(found) for key, found in scores.items()}


def _best(found: list[tuple[float, str]]) -> tuple[str, ...]:
    best = max(score for score, _header in found)
    return tuple(header for score, header in found if best - score < CLEARLY_BETTER)


def _lacking(chosen: Mapping[str, str]) -> list[Fault]:
    faults = [
        Fault(0, "", "missing-field", {"field": one.label})
        for one in FIELDS
        if one.required and one.key not in chosen
    ]
    if not any(key in chosen for key in KEYS_OF_A_ROW):
        faults.append(Fault(0, "", "missing-key"))
    return faults


def _double(chosen: Mapping[str, str], times: Counter[str]) -> list[Fault]:
    faults = [
        Fault(1, "", "header-twice", {"header": header, "times": times[header]})
        for header in dict.fromkeys(chosen.values())
        if times[header] > 1
    ]
    first: dict[str, str] = {}
    for key, header in chosen.items():
        other = first.setdefault(header, key)
        if other != key and {key, other} <= BY_KEY.keys():
            labels = {"field": BY_KEY[other].label, "other": BY_KEY[key].label, "header": header}
            faults.append(Fault(0, "", "column-twice", labels))
    return faults


KNOWN: Mapping[str, str] = {
    fold(name): one.key for one in FIELDS for name in (one.name, one.key, *one.aliases)
}
"""Every header that means a field for sure, folded."""

__all__ = [
    "BY_KEY",
    "FIELDS",
    "KEYS_OF_A_ROW",
    "Column",
    "Field",
    "Guess",
    "bind",
    "guess",
    "unread",
]
