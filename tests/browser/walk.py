"""Walks through the site as somebody would, link by link, and looks at one page of each kind."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.visit import complaints_of, faults_of, shape_faults
from tests.frame.in_browser import SIZES

LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => a.href)"
FILES = (".csv", ".xlsx", ".docx", ".pdf", ".json")
REFUSED = 400


@dataclass
class Walk:
    """What somebody met: the kinds of pages reached, and the faults found by address and size."""

    kinds: set[str] = field(default_factory=set)
    faults: dict[str, list[str]] = field(default_factory=dict)


def walk(
    page: Page, *, also: Iterable[str] = (), met: Collection[str] = (), again: bool = True
) -> Walk:
    """Follow every link to a kind of page not yet seen, and look at it on a desk and on a phone.

    `also` are addresses looked at whatever was seen of their kind: filled ones, where the first that
    the links lead to is empty. `met` are the kinds that others have walked to before: their files are not
    fetched again, and what differs with the size is looked at on a phone alone. Without `again`, only
    what nobody has met is looked at, beginning with `also`.
    """
    found = Walk()
    waiting = deque([("/", "the beginning")] if again else [])
    wanted = {*also}
    waiting.extend((address, "the list of pages to look at") for address in also)
    while waiting:
        address, source = waiting.popleft()
        kind = kind_of(address)
        if address not in wanted and (kind in found.kinds or (kind in met and not again)):
            continue
        found.kinds.add(kind)
        wanted.discard(address)
        if kind in met and _form_of(address):
            continue
        links = _look(page, address, source, found, new=kind not in met)
        waiting.extend((link, address) for link in links)
    return found


def kind_of(address: str) -> str:
    """The name of the page; each table and each form of file is a kind of its own."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return address
    table = match.kwargs.get("name", "") if match.url_name == "figures-table" else ""
    return " ".join(filter(None, [match.view_name, table, _form_of(address)]))


def _form_of(address: str) -> str:
    parts = urlsplit(address)
    ending = next((end for end in FILES if parts.path.endswith(end)), "")
    saved = "format=" in parts.query or "/papper/" in parts.path or parts.path.endswith("/fil/")
    return ending or ("file" if saved else "")


def _look(page: Page, address: str, source: str, found: Walk, *, new: bool) -> list[str]:
    """Open a page, keep its faults, and give the addresses that it leads to."""
    if _form_of(address):
        _keep(found, address, _download(page, address, source))
        return []
    answer = page.goto(address)
    if answer is None or answer.status >= REFUSED:
        status = answer.status if answer else "nothing"
        _keep(found, address, [f"the link on {source} is answered {status}"])
        return []
    for size, (width, height) in reversed(SIZES.items()):
        page.set_viewport_size({"width": width, "height": height})
        _keep(
            found,
            f"{address} ({size})",
            faults_of(page) if size == "phone" or new else shape_faults(page),
        )
    _keep(found, address, complaints_of(page))
    complaints_of(page).clear()
    return list(_inside(page, page.evaluate(LINKS)))


def _keep(found: Walk, where: str, faults: list[str]) -> None:
    if faults:
        found.faults[where] = list(faults)


def _download(page: Page, address: str, source: str) -> list[str]:
    status = page.request.get(address).status
    return [f"the file on {source} is answered {status}"] if status >= REFUSED else []


def _inside(page: Page, links: list[str]) -> Iterator[str]:
    """The links that stay on the site, without what follows `#`."""
    here = urlsplit(page.url).netloc
    for link in links:
        parts = urlsplit(link)
        if parts.netloc == here:
            yield urldefrag(link).url.removeprefix(f"{parts.scheme}://{here}")
