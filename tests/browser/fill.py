"""What is in the database that the browser meets: the cast with 120 people, and some of the demo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse

from stafett.accounts.models import User
from stafett.casework.actions import Enrolment, Living, enrol, reassign
from stafett.casework.models import Participation
from stafett.casework.queries.participation import sheet
from stafett.demo.cohorts import cohort
from stafett.demo.living import living
from stafett.demo.living.evaluation import let_evaluate
from stafett.demo.living.meetings import let_meet
from stafett.demo.living.own_data import ask_for_own_data
from stafett.demo.living.reading import let_read
from stafett.demo.living.retention import keep_for_a_time
from stafett.demo.living.setup import EVALUATORS
from stafett.demo.load import let_evaluators_compare, load
from stafett.documents.actions import NewDocument, put
from stafett.evaluation.actions import decide, invite, revoke
from stafett.evaluation.draws import Wanted
from stafett.exchange import actions as exchange
from stafett.exchange.outline import open_table, outline_of
from stafett.exchange.register import guess
from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Initiative
from stafett.measures.actions import close_period
from stafett.parties import actions as parties
from stafett.parties.models import Authority, Position, Staff, Unit
from stafett.people.actions import PersonFacts, link, record
from stafett.reports import actions as reports
from stafett.safeguards.actions import (
    Item,
    NewConsent,
    Scan,
    give_consent,
    let_in,
    release,
    withdraw,
)
from stafett.safeguards.actions.follow_up import draw
from stafett.safeguards.actions.own_data import (
    compile_request,
    decide_own_data,
    note_request,
)
from stafett.safeguards.actions.protecting import decide_routine
from stafett.safeguards.actions.retention import NewRule, put_hold, record_rule, warn
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import Consent, Information, OwnDataRequest
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.rules import Terms, parts_between
from stafett.safeguards.viewer import Viewer, operator
from tests.browser.fill_queue import reach_out, refer_some
from tests.browser.handing import handed_over
from tests.browser.working import worked
from tests.cast import PASSWORD, START, Cast, build
from tests.evaluation.giving import new as assignment
from tests.measures.freezing import frozen_by_the_operator

COHORTS = ("duellen", "fsla")
QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"
GIVEN = [
    "Amina",
    "Björn-Åke",
    "Çelik",
    "Désirée",
    "Elsa",
    "Fatuma",
    "Göran",
    "Hodan",
    "Ýrsa",
    "Åse",
]
FAMILY = [
    "Öberg", "Ängström-Lindqvist", "Åkerblom", "von Überschär Bergstrandsson", "Ek",
    "Nilsson Sjukskrivningsmiljard", "Zetterlund", "Ødegård", "Mårtensdotter-Kvarnström", "Li",
    "Æbelø", "Wåhlin", "Rehabiliteringssamordnarsson",
]  # fmt: skip
REFERRERS = [
    "Arbetsmarknadsenhetens rehabiliteringsvägledare Ann-Margreth Svensson-Bergström", "Kim", "",
]  # fmt: skip
REASON = "Försörjningsstödshandläggningen övergick i långtidssjukskrivning efter läkarutlåtande"
HEADINGS = "Ärendenummer;Efternamn;Kön;Födelsedatum;Gren;Kommun;Startdatum;Läge"
SOUND = "Ny-1;Öberg;Kvinna;2001-02-03;Flen;Flen;2024-02-01;Pågår\n"
CHAPTER = """## Samverkansöverenskommelsens genomförande

Arbetsmarknadsrehabiliteringssamordningen har **fungerat**. Det här har vi gjort:

- flerpartssamtal
- arbetsförmågeutredningar
"""


def fill(today: date) -> dict[str, Any]:
    """Fill an empty database, and give the keys of what the tests look for."""
    settings.PASSWORD_HASHERS = [QUICK, *settings.PASSWORD_HASHERS]
    with transaction.atomic():
        build()
        cast = Cast()
        cast.as_everyone()
        keys = {**_people(cast, today), **_report(cast, today), **_together(cast)}
        keys["revoked"] = _evaluation(cast, today)
        asked, taken_back = refer_some(cast, today), _own_record(cast)
        has_left = reach_out(cast, today)
    for one in (*map(cohort, COHORTS), living(today)):
        loaded = load(one, today=today, password=PASSWORD)
    let_read(loaded, today=today)
    keep_for_a_time(loaded, today=today)
    let_evaluate(loaded, today=today)
    ask_for_own_data(loaded, today=today)
    let_meet(loaded, today=today)
    let_evaluators_compare(today=today)
    with transaction.atomic():
        _periods(cast, today)
        _endings(cast, keys["open"], today)
        told = _consents(cast, keys["open"], today)
        handed = list(handed_over(cast, keys["open"], today))
        _read(cast, today)
        keys |= _final_report(today)
        keys |= {"at_work": "karin", "handed": handed[0]}
        keys["also"] = {
            "eva": [
                *_imports(cast, today),
                *_own(cast, keys),
                *handed,
            ],
            "rakel": [*_office(cast)],
            "karin": [told, has_left, *_pages_of(keys["open"], keys["hidden"])],
            "at_work": [*asked, *worked(cast, keys["open"], today)],
            "ulf": [reverse("evaluation", args=[keys["revoked"]])],
            "evaluator": [reverse("evaluations", args=[loaded.code])],
            "per": [taken_back],
        }
        # what was answered is out of date as soon as anything is written in the case: none writes in this one
        keys["also"]["eva"] += _own_data(cast, keys["ended"], today)
        # last, since it lets nobody protected be entered as the others were
        boss = viewer_of(cast.user("lena"), today)
        decide_routine(
            cast.unit("AUC").authority, contact="absent", kept_where="Kassaskåpet", by=boss
        )
        # all with one password, hashed as the server will read it: slow once
        User.objects.update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
    return keys


def _pages_of(key: str, hidden: str) -> list[str]:
    """Pages of the case in which there is something of everything, and the one of somebody protected."""
    names = ("participation", "consents", "retention_of_case")
    return [reverse("participation", args=[hidden]), *(reverse(name, args=[key]) for name in names)]


def _periods(cast: Cast, today: date) -> None:
    """One period frozen, so that outsiders see tables, and one that waits for all to sign."""
    frozen_by_the_operator(cast.initiative, date(2024, 12, 31))
    close_period(cast.initiative, date(2025, 1, 1), date(2025, 6, 30), by=operator(today))


def _evaluation(cast: Cast, today: date) -> str:
    """An assignment that Eva has given, after one that she took back, and invitations that Karin is to give.

    Gives the key of the one that was taken back.
    """
    cast.as_everyone()
    eva = viewer_of(cast.user("eva"), today)
    before = decide(assignment(cast, today, purpose="Förstudie"), by=eva)
    revoke(before, "Ny tid.", by=eva)
    one = decide(assignment(cast, today), by=eva)
    ulf, soon = viewer_of(cast.user("ulf"), today), today + timedelta(days=30)
    invite(one, "Hej! Vi pratar en halvtimme, om du vill.", soon, Wanted(number=3), by=ulf)
    return str(before.pk)


def _endings(cast: Cast, held: str, today: date) -> None:
    """A rule by which some are due at once, what it warns of, and what is held back."""
    cast.as_everyone()
    controller, by = cast.unit("AUC").authority, viewer_of(cast.user("eva"), today)
    told = NewRule(controller, "case", "case_end", 1, "Dokumenthanteringsplanen", date(2024, 1, 1))
    record_rule(told, by=by)
    warn(controller.pk, by=by)
    circle = Participation.objects.select_related("circle").get(pk=held).circle
    for which in (None, circle):
        put_hold(controller.pk, which, reason="audit", because="Tillsyn pågår.", by=by)


def _own_data(cast: Cast, key: str, today: date) -> Iterator[str]:
    """One request that is decided, and one that waits for it."""
    cast.as_everyone()
    case, by = Participation.objects.get(pk=key), viewer_of(cast.user("eva"), today)
    for decided in (True, False):
        asked = note_request(
            case.circle, cast.unit("AUC").authority, asked_by="Personen själv", asked_how="letter",
            asked_on=today, identity_checked="Underskrift jämförd med legitimation", by=by,
        )  # fmt: skip
        compile_request(asked, by=by)
        made = OwnDataRequest.objects.get(pk=asked.pk)
        address = f"/deltagare/{key}/egna-uppgifter/{asked.pk}/"
        yield address
        if decided:
            decide_own_data(made, [], digest=made.compiled_digest, appeal="", by=by)
            yield f"{address}lamna/"
        else:
            yield f"{address}besluta/"


def _own_record(cast: Cast) -> str:
    """What Af recorded of somebody who then took their yes back, and is Af's still."""
    cast.as_everyone()
    one = cast.enrolled()
    consent = cast.consented(one, "Af Flen")
    cast.involved(one, "per")
    file = Scan("brev.pdf", "application/pdf", b"%PDF-1.7")
    put(one, NewDocument("Brev till oss", "letter", one.starts_on, file), by=cast.viewer("per"))
    withdraw(consent.parts.select_related("circle"), how="ringde", by=cast.viewer("karin"))
    return reverse("own_records")


def _consents(cast: Cast, key: str, today: date) -> str:
    """One consent noted on paper by the controller, one by an agency that waits for the controller."""
    cast.as_everyone()
    one = Participation.objects.select_related("circle").get(pk=key)
    af = cast.unit("Af Flen")
    let_in(one.circle, [af.pk], from_day=today, by=operator(today))
    team = {one.controller_id, af.authority_id}
    for who, scan in (
        ("karin", Scan("papper.png", "image/png", b"\x89PNG\r\n\x1a\n")),
        ("per", None),
    ):
        told = NewConsent(
            one.circle, "Att planera tillsammans", parts_between(team, set(Information.values), {}),
            Terms(today, today + timedelta(days=90), today + timedelta(days=45)), "Jag säger ja.",
            "paper" if scan else "oral", "person", "sv", scan=scan,
        )  # fmt: skip
        given = give_consent(told, by=viewer_of(cast.user(who), today))
        if scan:
            _released(given, by=viewer_of(cast.user(who), today))
    return f"/deltagare/{key}/samtycke/"


def _released(given: Consent, *, by: Viewer) -> None:
    """A copy to the other authority, and one that left by letter."""
    part = given.parts.select_related("circle").get(
        giver=given.controller_id, information="agreement"
    )
    told = (part, "agreement", "Amina Öberg", "Det vi kom överens om", "Per ringer på måndag.")
    release([Item(*told), Item(*told, how="brev")], by=by)


def _people(cast: Cast, today: date) -> dict[str, Any]:
    """People in both branches: some of them ended, one protected, a pair that could be one human."""
    made = [*_enrolled(cast, "flen", 84, today), *_enrolled(cast, "katrineholm", 34, today)]
    hidden = _protected(cast)
    twins = [_twin(cast, number) for number in (1, 2)]
    first, second = (one.person for one in twins)
    link(
        made[0].person,
        made[1].person,
        by=cast.user("karin"),
        because="Personen har legitimerat sig.",
    )
    _unit(cast, [one for one in made if one.status == "remaining"], today)
    ended = next(one for one in made if one.status == "ended")
    going_on = [one for one in made[:84] if one.status == "remaining"]
    return {
        "open": str(going_on[0].pk), "to_correct": str(going_on[-1].pk),
        "ended": str(ended.pk), "hidden": str(hidden.pk),
        "twins": f"first={first.pk}&second={second.pk}",
    }  # fmt: skip


def _unit(cast: Cast, made: list[Participation], today: date) -> None:
    """AUC has a second worker and a vacant post; Lena stands in for Karin; some cases have nobody yet."""
    by, auc = operator(today), cast.unit("AUC")
    second, _vacant = (
        parties.open_post(auc, "caseworker", title, from_day=START, by=by)
        for title in ("Arbetsmarknadshandläggare", "Studie- och yrkesvägledare")
    )
    who = parties.add_staff(auc.authority, "Ann-Margreth Svensson-Bergström", by=by)
    parties.appoint(who, second, from_day=START, by=by)
    karin = Position.objects.select_related("unit").get(role="coach", unit=auc)
    lena = cast.user("lena").staff
    assert lena
    parties.stand_in(lena, karin, from_day=today, until_day=today + timedelta(days=20), by=by,
                     because="Semester")  # fmt: skip
    here = [one for one in made if one.branch.code == "flen"]
    for post, cases in ((karin, here[1::3]), (second, here[2::3])):
        reassign(cases, post, by=by, because="Fördelat")


def _enrolled(cast: Cast, branch: str, number: int, today: date) -> list[Participation]:
    where = cast.branch(branch)
    people = [
        PersonFacts(
            where.controller_id, "none", register_key=f"{branch}-{n}", given_name=given,
            family_name=family, sex=sex, birth_year=1960 + n % 46,
            guardian=REFERRERS[0] if n == 3 else "",
        )
        for n, (given, family, sex) in enumerate(
            islice(zip(cycle(GIVEN), cycle(FAMILY), cycle(["woman", "man", "woman", "unknown"])), number)
        )
    ]  # fmt: skip
    rows = zip(record(people, by=operator(today)), range(number), strict=True)
    enrolments = [_enrolment(cast, branch, key, n, today) for key, n in rows]
    keys = enrol(enrolments, by=operator(today))
    found = Participation.objects.select_related("person", "branch").in_bulk(keys)
    return [found[key] for key in keys]


def _enrolment(cast: Cast, branch: str, person: UUID, n: int, today: date) -> Enrolment:
    began = today - timedelta(days=20 + 9 * n)
    facts: dict[str, Any] = {
        "case_number": f"{branch.upper()}-{began.year}-{n:04}", "starts_on": began,
        "referring_caseworker": REFERRERS[n % 3], "municipality_id": "0482" if n % 4 else None,
        "referring_party_id": cast.party("FK" if n % 2 else "Flen").pk,
        "cases": (cast.case_at("FK"), cast.case_at("Af")) if n % 5 == 0 else (),
        "livelihoods": (Living("start", "social_assistance"),) if n % 3 else (),
    }  # fmt: skip
    if n % 3 == 1:
        outcome = cast.outcome(["arbete", "studier", "sjuk", "annat"][n % 4])
        facts |= {
            "status": "ended", "ends_on": min(began + timedelta(days=200), today),
            "outcome_id": outcome.pk, "next_step_id": "none_needed", "end_reason": REASON,
        }  # fmt: skip
    return cast.enrolment(branch, person, **facts)


def _protected(cast: Cast) -> Participation:
    person = cast.person("flen", given_name="Alias", family_name="Hemlig", protection="marked")
    post = cast.viewer("karin").posts[0]
    one = cast.enrolled("flen", person, named_team=((post.unit_id, post.position_id),))
    cast.enrolled("flen", case_number=one.case_number)  # perhaps the same human: the team is told
    return one


def _twin(cast: Cast, number: int) -> Participation:
    names = {"given_name": "Tvilla", "family_name": "Tvillingsson"}
    person = cast.person("flen", birth_date=date(1999, 4, 5), **names)
    return cast.enrolled("flen", person, case_number=f"TVILLING-{number}")


def _report(cast: Cast, today: date) -> dict[str, Any]:
    by = cast.as_("eva")
    period = (START, date(2024, 6, 30))
    title = "Halvårsrapport om arbetsmarknadsrehabiliteringssamordningen"
    one = reports.start(cast.initiative, "half_year", title, period=period, by=by)
    reports.write(one.chapters.get(key="sammanfattning"), CHAPTER, version=0, by=by)
    cast.as_everyone()
    return {"report": one.pk}


def _together(cast: Cast) -> dict[str, Any]:
    by = cast.viewer("eva")
    flen, af = cast.party("Flen"), cast.party("Af")
    agreed = parties.agree("Samverkansöverenskommelse", [flen, af], valid_from=START, by=by)
    group = parties.form_group("Styrgruppen", by=by, mandate="Beslutar om inriktning och medel.")
    post = cast.unit("Af Flen").positions.get(role="steering_member")
    parties.seat(group, post, from_day=START, by=by)
    own = cast.unit("AUC").positions.get(role="coach")
    return {"agreement": agreed.pk, "group": group.pk, "post": own.pk}


def _final_report(today: date) -> dict[str, Any]:
    """Duellen's, as its project leader has it filled; and the evaluator, who reads it with others.

    She has also asked another authority to answer for a branch.
    """
    user = User.objects.get(name="Karin Ekstrand")
    by: Viewer = viewer_of(user, today)
    with acting(by, "prov"):
        duellen = Initiative.objects.get(code="duellen")
        asked = Authority.objects.get(name="Flens arbetsmarknadsnämnd")
        unit = Unit.objects.get(name="AUC")
        initiatives.open_branch(duellen, "ny", "Nya grenen", unit, by=by, controller=asked)
        period = (duellen.starts_on, duellen.counted_on or today)
        one = reports.start(duellen, "final", "Duellen: slutrapport", period=period, by=by)
    evaluator = Staff.objects.get(tenures__position__unit__name=EVALUATORS)
    return {"final": one.pk, "leader": user.email, "evaluator": evaluator.email}


def _read(cast: Cast, today: date) -> None:
    """A coach has looked at some, and the leader has a sample of that to judge."""
    cast.as_everyone()
    flen = Participation.objects.filter(branch__code="flen", circle__named_only=False)
    for case in flen.order_by("pk")[:3]:
        with acting(viewer_of(cast.user("karin"), today), "prov"):
            sheet(viewer_of(cast.user("karin"), today), case.pk)
    with acting(viewer_of(cast.user("eva"), today), "prov"):
        draw(cast.unit("AUC").authority, today, today, by=viewer_of(cast.user("eva"), today))


def _own(cast: Cast, keys: dict[str, Any]) -> Iterator[str]:
    """The leader's own party, a group that she formed, and a post at her authority that somebody holds."""
    yield f"/parter/{cast.party('Flen').pk}/"
    yield f"/parter/grupper/{keys['group']}/"
    yield f"/parter/befattningar/{keys['post']}/"


def _office(cast: Cast) -> Iterator[str]:
    """The office's own association and party."""
    own = cast.unit("Kansliet").authority
    yield f"/parter/forbund/{own.association.pk}/"
    yield f"/parter/{own.party_id}/"


def _faulty(number: int) -> str:
    """A row with a fault or two, not the same in each."""
    sex = "Kvinnna" if number % 3 == 0 else "Man"
    born = "2001-02-30" if number % 4 == 1 else f"{1980 + number % 20}-05-17"
    town, began = ("Flenn", "2024-02-01") if number % 5 else ("Flen", "i våras")
    return f"DUE-{number:03};Nykomling {number};{sex};{born};Flen;{town};{began};Pågår"


def _imports(cast: Cast, today: date) -> Iterator[str]:
    """Registers that have come in: one just now, one with many faults, one that can be taken."""
    for rows in ("", "\n".join(map(_faulty, range(90))), SOUND):
        content = f"{HEADINGS}\n{rows or SOUND}".encode()
        one = exchange.receive(
            content, "Samordningsförbundets deltagarregister våren 2025, slutlig version.csv",
            cast.initiative, outline=outline_of(content), by=cast.as_("eva"),
        )  # fmt: skip
        if rows:
            table = open_table(content)
            columns = guess(table.headers).mapping
            exchange.start_check(one, columns, by=cast.as_("eva"))
            one.refresh_from_db()
            verdict = exchange.read_in(
                table, columns, cast.initiative, today=today, by=cast.as_("eva"), dry_run=True
            )
            exchange.conclude(one, verdict, keep=False, by=cast.as_("eva"))
        yield f"/lasa-in/{one.pk}/"
    cast.as_everyone()
