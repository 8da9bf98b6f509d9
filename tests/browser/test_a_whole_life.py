"""One whole life of a case in the browser: from a referral at Försäkringskassan to a job and a follow-up.

With a handover that is declined first, a consent that is withdrawn midway, and one handover recorded by phone.
`STAFETT_LIFE=folder` keeps a picture of each page.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import provision
from tests.browser.conftest import serving
from tests.browser.visit import Site, complaints_of, shape_faults, visiting

pytestmark = pytest.mark.browser
BEGIN = date(2025, 6, 2)


class Play:
    """The site, on a day that moves, and those who look at it."""

    def __init__(self, browser: Browser, site: Site, day: Path) -> None:
        """It is the first day."""
        self.browser, self.site, self.file = browser, site, day
        self.pages: dict[str, Page] = {}
        self.around: list[object] = []
        self.case = ""
        self.number = 0

    @property
    def day(self) -> date:
        """The day that it is on the site."""
        return date.fromisoformat(self.file.read_text("utf-8"))

    def later(self, days: int) -> None:
        """Let days go."""
        self.file.write_text((self.day + timedelta(days=days)).isoformat(), "utf-8")

    def by(self, who: str, address: str = "/") -> Page:
        """Somebody's window, on a page."""
        if who not in self.pages:
            opened = visiting(self.browser, self.site, who)
            self.around.append(opened)
            self.pages[who] = opened.__enter__()
        page = self.pages[who]
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, (who, address, answer.status)
        return page

    def look(self, page: Page) -> None:
        """The page has its shape, and nothing to complain of."""
        self.number += 1
        page.wait_for_load_state("networkidle")
        if folder := os.environ.get("STAFETT_LIFE"):
            page.screenshot(path=Path(folder) / f"{self.number:02}.png", full_page=True)
        assert shape_faults(page) == [], page.url
        assert complaints_of(page) == []

    def end(self) -> None:
        """Close all windows."""
        for opened in reversed(self.around):
            opened.__exit__(None, None, None)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def play(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    """A site of this module's own, on its first day."""
    name = provision.provide(f"{provision.NAME}_life")
    folder = tmp_path_factory.mktemp("life")
    day = folder / "day"
    day.write_text(BEGIN.isoformat(), "utf-8")
    with serving(name, folder, "tests.browser.moving", str(day)) as site:
        made = Play(browser, site, day)
        yield made
        made.end()
    provision.remove(name)
    assert "Internal Server Error" not in (folder / "log").read_text("utf-8")


def save(page: Page, name: str = "Spara") -> None:
    """Send the form; what is refused would show."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".error-summary, [role=alert]")).to_have_count(0)


def test_a_whole_life(play: Play) -> None:
    """Fatima på FK aktualiserar Noor, som lämnas över, tillbaka, vidare till ett arbete, och får frågan."""
    refers(play)
    takes_in(play)
    says_yes(play)
    meets(play)
    seeks(play)
    agrees(play)
    is_declined(play)
    is_taken(play)
    takes_back(play)
    leaves_by_phone(play)
    is_asked(play)


def refers(play: Play) -> None:
    """Fatima refers Noor, and holds the wait."""
    page = play.by("fatima", "/aktualiseringar/ny/")
    page.get_by_label("Till vilken insats och gren?").select_option("Flen")
    for label, words in {
        "Förnamn": "Noor", "Efternamn": "Haddad", "Födelsedag": "2001-04-05",
        "Hur personen nås": "070-174 06 05",
        "Varför aktualiseras personen?": "Har varit sjukskriven länge och vill prova arbete.",
        "Med personens egna ord": "Jag vill ut igen.",
    }.items():  # fmt: skip
        page.get_by_label(label).fill(words)
    page.get_by_label("Kön").select_option("Kvinna")
    page.get_by_label("vill själv").check()
    page.get_by_label("Hur sa personen ja").select_option("muntligt")
    save(page, "Skicka")
    expect(page.locator("main")).to_contain_text("Din enhet håller ihop personens väntan")
    play.look(page)


def takes_in(play: Play) -> None:
    """Karin invites her, notes her yes and takes her in; Fatima sees it."""
    page = play.by("karin", "/aktualiseringar/ko/")
    page.get_by_role("link", name="Noor Haddad").click()
    page.get_by_role("link", name="Bjud in").click()
    play.later(7)
    page.get_by_label("Vilken dag?").fill(play.day.isoformat())
    save(page, "Bjud in")
    page.get_by_role("link", name="Anteckna svaret").click()
    page.get_by_label("Ja", exact=True).check()
    save(page)
    page.get_by_role("link", name="Anta", exact=True).click()
    save(page, "Anta")
    play.case = re.search(r"/deltagare/[^/]+/", page.url)[0]  # type: ignore[index]
    expect(page.locator("main")).to_contain_text("Håller ihop nu: AUC")
    play.look(page)
    theirs = play.by("fatima", "/")
    expect(theirs.locator("main")).to_contain_text("antagen")
    play.look(theirs)


def says_yes(play: Play) -> None:
    """Noor lets the board and Arbetsförmedlingen talk; each gives its part."""
    page = play.by("karin", f"{play.case}samtycke/nytt/")
    page.get_by_label("muntligt").check()
    page.locator("select[name=unit]").select_option(label="Arbetsförmedlingen: Af Flen")
    save(page, "Spara samtycket")
    play.look(page)


def meets(play: Play) -> None:
    """Per accepts for his part; Karin seeks her, they meet, promise, and what was agreed is handed out."""
    theirs = play.by("per", "/deltagare/utlamnat/")
    theirs.get_by_role("button", name=re.compile("^Godta")).first.click()
    play.look(theirs)
    page = play.by("karin", f"{play.case}moten/boka/")
    page.get_by_label("Dag", exact=True).fill(play.day.isoformat())
    page.get_by_label(re.compile("^Klockan")).fill("09:00")
    page.get_by_label("Vad är mötet till för?").fill("Planera vägen till ett arbete")
    page.get_by_label(re.compile("^Af Flen")).check()
    save(page, "Boka")
    play.look(page)


def seeks(play: Play) -> None:
    """Karin has reached Noor by phone."""
    page = play.by("karin", f"{play.case}anteckningar/kontakt/")
    page.get_by_label("fick kontakt").check()
    page.get_by_label("telefon").check()
    save(page)
    play.look(page)


def agrees(play: Play) -> None:
    """They meet: Karin notes who came, what was agreed and who does what, and hands it out in one click."""
    page = play.by("karin", f"{play.case}moten/")
    page.get_by_role("link", name="Anteckna", exact=True).click()
    for name in ("Noor Haddad", "AUC", "Af Flen"):
        page.get_by_label(name, exact=True).check()
    page.get_by_label(re.compile("Personens eget mål")).fill("Jag vill arbeta i trädgård.")
    page.get_by_label(re.compile("Vad kom ni överens om")).fill("Vi söker praktik i en plantskola.")
    page.get_by_label("Vad?").first.fill("Ringa plantskolan")
    page.get_by_label("Vem?").first.select_option("Karin Ek, coach")
    page.get_by_label("Senast").first.fill((play.day + timedelta(days=5)).isoformat())
    save(page)
    expect(page.get_by_text("får läsa om ni lämnar ut")).to_be_visible()
    page.get_by_role("button", name="Lämna ut till dem som får").click()
    play.look(page)
    theirs = play.by("per", "/deltagare/utlamnat/")
    expect(theirs.locator("main")).to_contain_text("Vi söker praktik i en plantskola.")
    play.look(theirs)


def is_declined(play: Play) -> None:
    """Karin proposes that Af takes over; Per cannot, and says why. AUC holds as before."""
    _propose(play, "Arbetsförmedlingen: Af Flen")
    page = play.by("per", f"{play.case}overlamning/")
    page.get_by_role("link", name="Jag kan inte ta emot").click()
    page.get_by_label("Varför?").fill("Ingen av oss har plats före sommaren.")
    save(page, "Tacka nej")
    play.look(page)
    page = play.by("karin", f"{play.case}overlamning/")
    expect(page.locator("main")).to_contain_text("Ingen av oss har plats före sommaren.")
    play.look(page)
    assert holder(play) == "AUC"


def is_taken(play: Play) -> None:
    """After the summer Per takes her: the holder changes in the instant when he does."""
    play.later(70)
    _propose(play, "Arbetsförmedlingen: Af Flen")
    assert holder(play) == "AUC"
    page = play.by("per", f"{play.case}overlamning/")
    page.get_by_role("link", name="Jag tar emot").click()
    save(page, "Jag tar emot")
    play.look(page)
    assert holder(play) == "Af Flen"


def takes_back(play: Play) -> None:
    """Noor rings Per: Arbetsförmedlingen is to know no more. AUC holds again the same instant."""
    play.later(30)
    page = play.by("per", f"{play.case}samtycke/ta-tillbaka/")
    page.get_by_label("Alla slag av uppgifter").check()
    page.get_by_role("checkbox", name="Arbetsförmedlingen", exact=True).check()
    page.get_by_label("Hur sa personen det?").fill("ringde")
    page.get_by_role("button", name="Ta tillbaka", exact=True).click()
    expect(page.locator("#ocksa + ul")).to_contain_text("Arbetsförmedlingen")
    play.look(page)
    save(page, "Ta tillbaka")
    play.look(page)
    assert holder(play) == "AUC"
    refused = play.pages["per"].goto(play.case)
    assert refused is not None
    assert refused.status == 404


def leaves_by_phone(play: Play) -> None:
    """A nursery garden takes her on: its owner says so by phone, and she leaves for work."""
    play.later(14)
    _propose(
        play,
        "Någon utanför Stafett, och då avslutas ärendet här: fyll i nedan",
        "Norrbacka plantskola",
    )
    page = play.by("karin", f"{play.case}overlamning/")
    page.get_by_role("link", name="Bekräftad per telefon, möte eller brev").click()
    page.get_by_label("Vem hos mottagaren bekräftade?").fill("Ulla på plantskolan")
    page.get_by_label("Vilken dag?").fill(play.day.isoformat())
    page.get_by_label("Hur?").select_option("per telefon")
    page.get_by_label("Sista dag").fill(play.day.isoformat())
    page.get_by_label("Vad ledde det till?").select_option("Arbete")
    page.get_by_label("Försörjning 1").select_option("Lön")
    play.look(page)
    page.locator("main form button.button--primary").click()
    expect(page.locator("main")).to_contain_text("bekräftad utanför systemet")
    play.look(page)


def is_asked(play: Play) -> None:
    """Three months later Mellan stolarna says that nobody has asked; she is, and has her job still."""
    play.later(93)
    page = play.by("karin", "/deltagare/mellan-stolarna/")
    expect(page.locator("main")).to_contain_text("Avslut utan uppföljning")
    play.look(page)
    page.get_by_role("link", name=re.compile("^Anteckna")).first.click()
    page.get_by_label("Fick ni svar?").select_option("Personen svarade")
    page.get_by_label("Gäller det fortfarande").select_option("ja, som vid avslutet")
    page.get_by_label("Försörjning nu").select_option("Lön")
    page.get_by_label("Sysselsättning nu").select_option("Arbete utan stöd")
    save(page)
    play.look(page)
    story = play.by("karin", f"{play.case}tidslinje/")
    for told in (
        "kunde inte ta emot",
        "Till Af Flen: klar",
        "taget tillbaka",
        "Norrbacka plantskola: klar",
        "3 månader efter avslutet: svarade",
    ):
        expect(story.locator("main")).to_contain_text(re.compile(told, re.I))
    play.look(story)
    left = play.by("karin", "/deltagare/mellan-stolarna/").locator("main")
    assert left.get_by_role("link", name=re.compile("^Anteckna")).count() == 0, left.inner_text()


def holder(play: Play) -> str:
    """Who holds the case, as its page says to whoever answers for the record."""
    told = play.by("eva", play.case).locator("main").inner_text()
    found = re.search(r"Håller ihop nu: ([^,\n]+),", told)
    assert found, told
    return found[1]


def _propose(play: Play, to: str, outside: str = "") -> None:
    page = play.by("karin", f"{play.case}overlamning/ny/")
    page.get_by_label("Vem ska ta emot?").select_option(to)
    if outside:
        page.get_by_label(re.compile("^Mottagare utanför Stafett")).fill(outside)
    page.get_by_label("Vad lämnas över?").fill("Coachning mot arbete, två möten i veckan.")
    page.get_by_label("Vad säger personen?").fill("Det känns bra.")
    page.get_by_label("Vi bekräftar redan nu").check()
    save(page, "Föreslå överlämningen")
    play.look(page)
