"""Which page of a long list an address asks for, and where the pages beside it are (`?sida=2`)."""

from __future__ import annotations

from django.http import QueryDict


def page_number(asked: QueryDict) -> int:
    """The page that is asked for; the first when nothing, or no number, is."""
    number = asked.get("sida", "")
    # no list has a hundred thousand pages: a longer number is none
    found = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    return max(found, 1)


def beside(asked: QueryDict, page: int, last: int) -> dict[str, str]:
    """The addresses of the page before and the page after, with all else that was asked; empty for none."""

    def to(number: int) -> str:
        there = asked.copy()
        there["sida"] = str(number)
        return f"?{there.urlencode()}"

    return {
        "previous": to(page - 1) if page > 1 else "",
        "next": to(page + 1) if page < last else "",
    }
