"""What the access table is about: things with owners, addresses that lead to them, and their secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stafett.accounts import actions as accounts
from stafett.accounts.models import Token
from stafett.accounts.rules import Level
from stafett.api.page_forms import PAGES
from stafett.casework.models import Participation
from stafett.demo.cohorts.people import is_coordination, published_numbers
from stafett.documents.actions import NewDocument, put
from stafett.documents.models import Document
from stafett.economy.actions import book
from stafett.initiatives import actions
from stafett.initiatives.models import Engagement, Initiative, PromisedInflow
from stafett.measures.actions import close_period
from stafett.parties import actions as parties
from stafett.parties.models import Agreement, Association, Group, Position, Staff, Tenure
from stafett.people.actions import link
from stafett.people.models import Person
from stafett.reports import actions as reports
from stafett.safeguards.actions import Item, Scan, release, withdraw
from stafett.safeguards.actions.follow_up import draw
from stafett.safeguards.actions.protecting import decide_routine
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import ConsentPart, Link, Provision, Release
from stafett.safeguards.viewer import operator
from tests.access.canaries import ROLES, VISITOR, Secret, secrets
from tests.access.living import lived_over_time
from tests.access.noting import noted, planned
from tests.accounts.getting_in import add_app, add_key, logged_in
from tests.cast import START, TODAY, Cast
from tests.measures.freezing import frozen_by_the_operator

NOWHERE = UUID(int=7)
NUMBERS = [number for number in published_numbers() if not is_coordination(number)]
"""Personal numbers that Skatteverket has published for tests."""
REGISTER = "Ärendenummer;Efternamn;Kön;Födelsedatum;Gren;Kommun;Startdatum;Läge"
PEOPLE = {
    "flen": ("flen", "karin lena eva sven"),
    "avslutad": ("flen", "karin lena eva sven"),
    "delad": ("flen", "karin lena eva sven per fatima rut"),
    "återtagen": ("flen", "karin lena eva sven"),
    "katrineholm": ("katrineholm", "eva lotta"),
    "skyddad": ("flen", "karin"),
    "andra": ("annan", "olle"),
}
"""Each person by the name that the table uses: the branch, and who may know of them."""
ALIAS, UNNAMED = "Zqalias 1234", "Zqutan 4321"
OPENS = ("sealed", "api:get_sealed")
"""The doors at which the named team is shown who is behind an alias; at no other is anybody."""
KEPT = (
    "own_records", "own_record", "own_record_to_file", "own_thing_to_file", "own_document",
    "own_retraction", "api:get_own_retraction", "api:retract_own",
    "api:list_own_records", "api:get_own_record", "api:get_own_document",
)  # fmt: skip
"""The doors at which an authority is shown whom it has something of its own about, in a closed case."""
READERS = "lena eva stig lotta ulf rakel"


@dataclass(frozen=True)
class Place:
    """Where an object of the table is: the arguments of its address, and what follows the `?`."""

    arguments: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""


@dataclass
class World:
    """All objects by the table's names for them, what is sent to doors, and every secret."""

    cast: Cast
    places: dict[str, Place] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    pairs: dict[str, dict[str, str]] = field(default_factory=dict)
    known: list[Secret] = field(default_factory=list)
    sealed: list[Secret] = field(default_factory=list)
    """What is behind the alias of somebody protected: told at the doors that open it alone."""
    kept: list[Secret] = field(default_factory=list)
    """Of those, what Per is told at the doors to Af's own record, of a case that is closed to Af."""
    people: dict[str, Participation] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    """What stands in an answer that shows each of the people, in small letters."""

    @cached_property
    def user_ids(self) -> dict[str, int | None]:
        """Each of the cast by their account; a visitor has none."""
        return {VISITOR: None} | {who: self.cast.user(who).pk for who in ROLES}

    def known_at(self, door: str) -> list[Secret]:
        """Every secret with those who may be shown it at a door."""
        if door in OPENS:
            return [*self.known, *self.sealed]
        known = [one for one in self.known if one not in self.kept or door not in KEPT]
        if door in KEPT:
            known += [Secret(one.words, one.seen_by | {"per"}) for one in self.kept]
        return [*known, *(Secret(one.words, frozenset()) for one in self.sealed)]

    def at(self, thing: str, query: str = "", /, **arguments: Any) -> None:
        """Give something a name in the table."""
        assert thing not in self.places, thing
        self.places[thing] = Place(arguments, query)


def build() -> World:
    """Make everything, through the actions that everybody uses."""
    world = World(Cast())
    for name, (branch, seen_by) in PEOPLE.items():
        _person(world, name, branch, seen_by)
    _without_identity(world)
    _kept(world)
    for part in (
        _initiatives,
        _periods,
        _links,
        _parties,
        _posts,
        _unit,
        _costs,
        _reports,
        _imports,
        noted,
        planned,
        lived_over_time,
        karins_ways,
        _log,
    ):
        part(world)
    for name in ("-", "i Flen", "i Katrineholm", "den skyddades nummer", "om prov", "om annan",
                 "hela prov", "prov i Katrineholm", "i annan"):  # fmt: skip
        world.at(name)
    flens = Provision.objects.filter(giver=world.cast.unit("AUC").authority, opens="standing")
    world.at("Flens bestämmelse", key=flens.order_by("pk")[0].pk)
    world.at("person delad: länk", key=world.people["delad"].pk, link=Link.objects.get().pk)
    world.at("person flen: delads länk", key=world.people["flen"].pk, link=Link.objects.get().pk)
    world.at("person delad: kopia", key=Release.objects.get(outside=False).pk)
    letter = Release.objects.get(outside=True).pk
    for form in ("pdf", "docx", "txt"):
        world.at(f"person delad: brev.{form}", key=letter, form=form)
    world.at("ingen: brev.pdf", key=NOWHERE, form="pdf")
    world.at("ingen", key=NOWHERE)
    world.at("ordlista", slug="forsorjning")
    world.at("ingen lista", slug="ingen")
    for thing, place in list(world.places.items()):
        for page in PAGES:
            world.at(f"{page} @ {thing}", urlencode(place.arguments), page=page)
    world.at("initiative @ prov", "code=prov", page="initiative")
    world.at("ingen sida", page="ingen")
    return world


def _person(world: World, name: str, branch: str, seen_by: str) -> None:
    cast = world.cast
    number = world.numbers[name] = NUMBERS[len(world.people)]
    words = {
        "given_name": f"Zqfor{name}", "family_name": f"Zqefter{name}",
        "register_key": f"zqnyckel-{name}", "guardian": f"Zqgodman{name}",
        "support_person": f"Zqstod{name}", "reached": f"Zqnas{name}", "identity_number": number,
    }  # fmt: skip
    protection = "marked" if name == "skyddad" else ""
    who = {"protection": protection, "alias": ALIAS if protection else ""}
    person = cast.person(branch, **words, **who, identity_kind="personal")
    told = {"case_number": f"zqarende-{name}", "referring_caseworker": f"Zqremiss{name}"}
    one = world.people[name] = _enrolled(cast, name, branch, person, told)
    world.at(f"person {name}", key=one.pk)
    for consent in one.circle.consents.order_by("pk"):
        world.at(f"person {name}: samtycke", key=one.pk, consent=consent.pk)
        for form in ("pdf", "docx", "txt"):
            world.at(f"person {name}: samtycke.{form}", key=one.pk, consent=consent.pk, form=form)
    world.at(f"person {name}: blankett.pdf", key=one.pk, form="pdf")
    world.at(f"person {name}: uppgifter", key=one.pk, name="correct_person")
    keys = (person, one.pk, one.circle_id)
    written = f"{number[:8]}-{number[8:]}"
    named = secrets(seen_by, *words.values(), written)
    if protection:
        world.sealed, named = named, secrets(seen_by, ALIAS)
    world.known += [*named, *secrets(seen_by, *told.values(), *keys)]
    about = (*words.values(), *told.values(), *keys, written, *([ALIAS] if protection else []))
    world.words[name] = [str(word).casefold() for word in about]


def _without_identity(world: World) -> None:
    """Flen's routine keeps the protected out, and one of them is entered so, for Karin alone."""
    cast, name = world.cast, "utan identitet"
    authority = cast.unit("AUC").authority
    decide_routine(authority, contact="absent", kept_where="Zqkassaskåpet", by=cast.as_("lena"))
    person = cast.person(
        protection="withheld",
        alias=UNNAMED,
        given_name="",
        family_name="",
        register_key="zqnyckel-utan",
    )
    post = cast.viewer("karin").posts[0]
    one = world.people[name] = cast.enrolled(
        person=person, named_team=((post.unit_id, post.position_id),), case_number="zqarende-utan"
    )
    world.at(f"person {name}", key=one.pk)
    about = (UNNAMED, "zqarende-utan", "zqnyckel-utan", person, one.pk, one.circle_id)
    world.known += secrets("karin", *about)
    world.known += secrets("karin lena eva", "Zqkassaskåpet")
    world.words[name] = [str(word).casefold() for word in about]


def _enrolled(
    cast: Cast, name: str, branch: str, person: UUID, told: Mapping[str, Any]
) -> Participation:
    if name == "avslutad":
        return cast.ended("arbete", branch, person=person, **told)
    enrol = partial(cast.enrolled, branch, person, **told)
    if name == "delad":
        shared = enrol(cases=(cast.case_at("FK"),))
        paper = Scan("papper.png", "image/png", b"\x89PNG\r\n\x1a\n")
        units = ("Af Flen", "FK Eskilstuna", "Psykiatrin")
        cast.consented(shared, *units, manner="paper", scan=paper)
        cast.involved(shared, "fatima")
        part = ConsentPart.objects.select_related("circle").get(
            circle=shared.circle_id, giver=shared.controller_id, information="course",
            receiver=cast.unit("Af Flen").authority,
        )  # fmt: skip
        about = f"Zqfor{name} Zqefter{name}"
        region = ConsentPart.objects.select_related("circle").get(
            circle=shared.circle_id, giver=shared.controller_id, information="course",
            receiver=cast.unit("Psykiatrin").authority,
        )  # fmt: skip
        said = ("participation", about, "Deltagandet", "Deltar.")
        release([Item(part, *said), Item(region, *said, how="brev")], by=cast.viewer("karin"))
        cast.asked_by_link(shared)
        return shared
    if name == "återtagen":
        withdrawn = enrol()
        consent = cast.consented(withdrawn, "Af Flen", "FK Eskilstuna", "Psykiatrin")
        cast.involved(withdrawn, "per")
        file = Scan("af.png", "image/png", b"\x89PNG\r\n\x1a\nZqegetblad")
        put(withdrawn, NewDocument("Zqegetdokument", "letter", TODAY, file), by=cast.viewer("per"))
        withdraw(consent.parts.select_related("circle"), how="ringde", by=cast.viewer("karin"))
        return withdrawn
    if name == "skyddad":
        post = cast.viewer("karin").posts[0]
        return enrol(named_team=((post.unit_id, post.position_id),))
    return enrol()


def _kept(world: World) -> None:
    """What Af recorded of the one who took everything back, and is Af's still."""
    one = world.people["återtagen"]
    case = one.involvements.get(owner_authority=world.cast.unit("Af Flen").authority)
    thing = f"casework.involvement:{case.pk}"
    world.at("återtagens eget", key=one.circle_id)
    world.at("återtagens eget: ärende", key=one.circle_id, thing=thing)
    world.at("flens eget: ärende", key=world.people["flen"].circle_id, thing=thing)
    mine = Document.objects.get(participation=one).pk
    world.at("återtagens eget: dokument", key=one.circle_id, document=mine)
    flens = world.people["flen"]
    world.at("flens eget: dokument", key=flens.circle_id, document=mine)
    paper = f"documents.document:{mine}"
    world.at("återtagens eget: att ta tillbaka", key=one.circle_id, thing=paper)
    world.at("flens eget: att ta tillbaka", key=flens.circle_id, thing=paper)
    world.at("person återtagen: Afs dokument", key=one.pk, document=mine)
    world.known += secrets("", "Zqegetdokument", "Zqegetblad")
    told = (
        "Zqforåtertagen",
        "Zqefteråtertagen",
        str(one.circle_id),
        "Zqegetdokument",
        "Zqegetblad",
    )
    world.kept += [known for known in world.known if known.words in told]


def _initiatives(world: World) -> None:
    for code, branch in (("prov", "flen"), ("annan", "annan")):
        one = Initiative.objects.get(code=code)
        world.at(code, code=code)
        world.at(f"{code}: gren", code=code, branch=branch)
        world.at(f"{code}: utfall", code=code, outcome="arbete")
        engaged = Engagement.objects.filter(initiative=one).order_by("pk")
        world.at(f"{code}: enhet", code=code, pk=engaged[0].pk)
        world.at(f"{code}: deltagare", code=code, name="participants")
        world.at(f"{code}: kostnader", code=code, name="costs")
    world.at("prov: mellan stolarna", code="prov", name="between-chairs")
    world.at("prov: mål", code="prov", goal="vidare")
    world.at("prov: avslutsorsak", code="prov", reason="flytt")
    promise = PromisedInflow.objects.get(initiative__code="prov")
    world.at("prov: löfte", code="prov", pk=promise.pk)
    viadidakt = world.cast.unit("Viadidakt")
    actions.open_branch(
        world.cast.initiative, "tillfragad", "Tillfrågad", viadidakt, by=world.cast.viewer("eva"),
        controller=viadidakt.authority,
    )  # fmt: skip
    world.at("prov: tillfrågad gren", code="prov", branch="tillfragad")
    world.at("ingen insats", code="ingen")
    world.at("ingen insats: deltagare", code="ingen", name="participants")
    for form in ("csv", "xlsx", "json"):
        world.at(f"prov: deltagare.{form}", f"format={form}", code="prov", name="participants")
        world.at(f"prov: kostnader.{form}", f"format={form}", code="prov", name="costs")
        world.at(f"prov: register.{form}", code="prov", form=form)
    world.at("prov: Flen efter kön", "branch=flen&by=sex", code="prov", name="participants")
    world.at("båda", "initiative=prov&initiative=annan")


def _periods(world: World) -> None:
    for one in (world.cast.initiative, world.cast.other):
        frozen_by_the_operator(one, date(2024, 12, 31))
    close_period(world.cast.initiative, START, date(2025, 5, 31), by=operator(TODAY))
    named = {"fastställd": "2024-12-31", "väntande": "2025-05-31", "ingen": "2025-01-01"}
    for name, last in named.items():
        world.at(f"prov: {name} period", code="prov", through=last)
    world.at(
        "prov: väntande periods deltagare.csv", "period=2025-05-31&format=csv",
        code="prov", name="participants",
    )  # fmt: skip


def _links(world: World) -> None:
    flen, ended, hidden = (world.people[name].person for name in ("flen", "avslutad", "skyddad"))
    by = world.cast.user("karin")
    made = link(flen, ended, by=by, because="Zqskalet")
    world.at("länk", key=made.pk)
    world.known += secrets("karin lena eva sven", "Zqskalet")
    apart = link(flen, hidden, by=by, because="Zqhemligtskal")
    world.at("länk till skyddad", key=apart.pk)
    world.known += secrets("karin", "Zqhemligtskal")
    for name, pair in {
        "par": (world.people["delad"].person, ended),
        "par med skyddad": (world.people["delad"].person, hidden),
    }.items():
        world.pairs[name] = {"first": str(pair[0].pk), "second": str(pair[1].pk)}
        world.at(name, urlencode(world.pairs[name]))
    world.at("sök skyddad", "q=Zqforskyddad")
    world.at("sök nummer", f"q={world.numbers['skyddad']}")
    world.at("hela namn", "namn=1")
    world.at("enhetens", "vems=enhet")
    world.at("en insats", "vems=prov")


def _parties(world: World) -> None:
    cast, by = world.cast, operator(TODAY)
    flen = cast.party("Flen")
    world.at("part", pk=flen.pk)
    world.at("slag", code="af")
    world.at("slag utan parter", code=parties.add_kind("ledigt", "Ledigt", by=by, colour=7).code)
    world.at("myndighet", pk=cast.unit("AUC").authority_id)
    for which in ("impact", "finns-inte"):
        world.at(f"utkast {which}", key=cast.unit("AUC").authority_id, which=which)
    world.at("förbund", pk=Association.objects.get().pk)
    agreed = parties.agree("Provavtalet", [flen, cast.party("Af")], valid_from=START, by=by)
    assert isinstance(agreed, Agreement)
    world.at("avtal", pk=agreed.pk)
    group: Group = parties.form_group("Provgruppen", by=cast.viewer("eva"))
    world.at("grupp", pk=group.pk)
    post = Position.objects.get(unit__name="Af Flen", role="steering_member")
    world.at("plats", pk=parties.seat(group, post, from_day=START, by=by).pk)


def _posts(world: World) -> None:
    for name in ("karin", "per", "stig"):
        held = Tenure.objects.select_related("position").get(staff__account__email__startswith=name)
        world.at(f"befattning {name}", pk=held.position_id)
        world.at(f"innehav {name}", pk=held.pk)
    # Rut is protected herself: nobody but she, and those who fill posts with her, reads who she is
    staff = Staff.objects.filter(account__email__startswith="rut")
    staff.update(real_name="Zqverklig Zqnamn", protected_by="Någon", protected_on=TODAY)
    world.known += secrets("rut", "Zqverklig", "Zqnamn")
    for name in ("AUC", "Af Flen"):
        world.at(f"enhet {name}", pk=world.cast.unit(name).pk)


def _unit(world: World) -> None:
    """Cases to move within AUC, and a stand-in for Karin who has not begun: Eva, who else would see more."""
    for name in ("flytta i AUC", "flytta skyddad"):
        world.at(name)
    eva = world.cast.user("eva").staff
    assert eva
    coach = Position.objects.select_related("unit").get(role="coach", unit__name="AUC")
    coming = TODAY + timedelta(days=10)
    given = parties.stand_in(eva, coach, from_day=coming, until_day=coming + timedelta(days=5),
                             because="Zqskälatt", by=world.cast.viewer("lena"))  # fmt: skip
    world.at("ställföreträdare", pk=given.pk)
    world.known += secrets("lena eva", "Zqskälatt")


def _costs(world: World) -> None:
    by = operator(TODAY)
    prov, flen = world.cast.initiative, world.cast.branch("flen")
    paid = partial(book, prov, 2024, kronor=Decimal(4_711_00), by=by, booked_through=TODAY)
    world.at("prov: kostnad", code="prov", pk=paid("Zqposthela").pk)
    world.at("prov: Flens kostnad", code="prov", pk=paid("Zqpostflen", branch=flen).pk)
    world.at("prov: uppgift", code="prov", pk=prov.cost_statements.get().pk)
    world.known += secrets(READERS, "Zqposthela", "Zqpostflen")


def _reports(world: World) -> None:
    period = (START, date(2024, 6, 30))
    for code, writer in (("prov", "eva"), ("annan", "olle")):
        by = world.cast.as_(writer)
        title = f"Zqrapport{code}"
        initiative = Initiative.objects.get(code=code)
        one = reports.start(initiative, "half_year", title, period=period, by=by)
        chapter = one.chapters.get(key="sammanfattning")
        reports.write(chapter, f"Zqkapitel{code} säger vad som hände.", version=0, by=by)
        world.at(f"rapport {code}", number=one.pk)
        world.at(f"kapitel {code}", number=one.pk, key="sammanfattning")
        for form in ("docx", "pdf", "txt"):
            world.at(f"rapport {code}.{form}", number=one.pk, form=form)
        world.known += secrets(READERS if code == "prov" else "", title, f"Zqkapitel{code}")
    world.at("rapport ingen", number=0)
    world.cast.as_everyone()


def _imports(world: World) -> None:
    for name, where, by in (("hela", "prov", "eva"), ("katrineholm", "prov/katrineholm", "lotta")):
        key = _upload(world.cast, where, f"zqfil{name}", by)
        world.at(f"inläsning {name}", key=key)
        world.known += secrets("eva" if by == "eva" else "eva lotta", f"zqfil{name}", key)
        world.known += secrets(by, f"zqrad{name}")


def _upload(cast: Cast, where: str, word: str, by: str) -> UUID:
    """Somebody uploads a file with a word of its own in its name and a header, and one in a row."""
    row = f"1;{word.replace('fil', 'rad')};Kvinna;2001-02-03;Flen;Flen;2024-02-01;Pågår;"
    content = f"{REGISTER};{word}\n{row}"
    client = Client()
    client.force_login(cast.user(by))
    sent = {"where": where, "file": SimpleUploadedFile(f"{word}.csv", content.encode())}
    answer = client.post(reverse("imports"), sent)
    assert answer.status_code == 302, answer.content.decode()
    cast.as_everyone()
    return UUID(answer.headers["Location"].split("/")[2])


def karins_ways(world: World) -> None:
    """What Karin alone logs in with: an app, a passkey, recovery codes, an identity and a token."""
    karin = world.cast.user("karin")
    client = logged_in("karin")
    add_app(client)
    add_key(client, "Zqnyckelkarin")
    accounts.bind(karin, "leverantor", "zqsubkarin", by=karin)
    secret = accounts.make_token(
        karin, "Zqtokenkarin", expires_on=timezone.localdate(), may_write=False, level=Level.STRONG,
        today=timezone.localdate(), by=karin,
    )  # fmt: skip
    world.at("ingen leverantör", provider_id="ingen")
    world.at("Karins nyckel", pk=Authenticator.objects.get(type="webauthn").pk)
    world.at("Karins identitet", pk=SocialAccount.objects.get().pk)
    world.at("Karins API-nyckel", pk=Token.objects.get().pk)
    world.known += secrets("karin", "Zqnyckelkarin", "zqsubkarin", "Zqtokenkarin", secret)


def _log(world: World) -> None:
    """A sample of what has been read in Flen: one reading at least, by somebody else than who follows it up."""
    cast, flen = world.cast, world.people["flen"]
    with acting(cast.viewer("karin"), "prov"):
        Participation.objects.get(pk=flen.pk)
    cast.as_everyone()
    drawn = draw(cast.unit("AUC").authority, START, timezone.localdate(), by=cast.viewer("eva"))
    world.at("urval i Flen", key=drawn.pk)


def hidden_from(who: str) -> Iterator[str]:
    """The people that somebody may not know of, by the table's names."""
    for name, (_branch, seen_by) in PEOPLE.items():
        if who not in seen_by.split():
            yield f"person {name}"


__all__ = ["NOWHERE", "Person", "Place", "World", "build", "hidden_from"]
