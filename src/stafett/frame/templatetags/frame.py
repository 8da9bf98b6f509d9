"""The words that templates are written with: `{% load frame %}`; docs/reference/frame.md lists them all."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from stafett.frame import form_fields, formats, once, phone, stepup
from stafett.frame.onward import came_from, carried, leaving
from stafett.frame.panels import render_panels

register = template.Library()

Number = int | float | Decimal
SHAPES = ("done", "waiting", "late", "stop", "note", "paused", "hidden", "neutral")
"""The shapes a badge can have; each has its colour too, never alone."""
PARTIES = 8
"""How many parties have a colour and a pattern of their own; the ninth begins again."""
FEW = 3
"""So many rows of a list stand on a phone before the rest is folded."""


@register.filter
def heltal(value: Number | None) -> str:
    """`{{ count|heltal }}` → 2 255 451."""
    return formats.NO_VALUE if value is None else formats.whole_number(value)


@register.filter
def kr(value: Number | None) -> str:
    """`{{ amount|kr }}` → 2 255 451 kr."""
    return formats.NO_VALUE if value is None else formats.kronor(value)


@register.filter
def procent(share: Number | None, decimals: int = 1) -> str:
    """`{{ 0.165|procent }}` → 16,5 %; `{{ share|procent:0 }}` → 17 %. The share lies between 0 and 1."""
    return formats.NO_VALUE if share is None else formats.percent(share, decimals)


@register.filter
def dag(value: date | None, today: date | None = None) -> str:
    """`{{ day|dag }}` → tis 3 maj; with the year when it is not this year."""
    if value is None:
        return formats.NO_VALUE
    return formats.short_day(_day(value), today or timezone.localdate())


@register.filter
def datum(value: date | None) -> str:
    """`{{ day|datum }}` → 3 maj 2007."""
    return formats.NO_VALUE if value is None else formats.plain_day(_day(value))


@register.filter
def klockslag(value: datetime | time | None) -> str:
    """`{{ moment|klockslag }}` → 09.05."""
    if value is None:
        return formats.NO_VALUE
    return formats.clock(_local(value).time() if isinstance(value, datetime) else value)


@register.filter
def ring(text: str) -> SafeString:
    """`{{ text|ring }}`: the text with each telephone number in it as a link to ring it."""
    return phone.to_call(text)


@register.simple_tag
def since(day: date | None, today: date | None = None) -> str:
    """`{% since day today %}` → för 12 dagar sedan, with the day itself on hover and for listeners."""
    if day is None:
        return formats.NO_VALUE
    when = _day(day)
    words = formats.distance(when, today or timezone.localdate())
    context = {"day": when.isoformat(), "words": words, "full": formats.full_day(when)}
    return _in_line("frame/components/since.html", context)


@register.simple_tag
def period(first: date | None, last: date | None) -> str:
    """`{% period first last %}` → 3 maj – 9 aug 2008; the last day is included."""
    return formats.span(first and _day(first), last and _day(last))


@register.inclusion_tag("frame/components/field.html")
def field(bound: BoundField, mark_optional: bool = True) -> dict[str, Any]:
    """`{% field form.name %}`: label, help, error and control of one field, tied together."""
    return {
        "field": bound,
        "shape": form_fields.shape_of(bound),
        "control": form_fields.control(bound),
        "described_by": form_fields.described_by(bound),
        "grouped": form_fields.grouped(bound),
        "needed": form_fields.needed_when(bound.field),
        "optional": mark_optional
        and not bound.field.required
        and not form_fields.needed_when(bound.field),
    }


@register.simple_tag
def form_key() -> SafeString:
    """`{% csrf_token %}{% form_key %}`: a form that is sent twice does one thing (`frame.once`)."""
    return format_html('<input type="hidden" name="{}" value="{}">', once.FIELD, once.new_key())


@register.simple_tag
def kept(form: BaseForm) -> str:
    """`<form {% kept form %}>`: what is typed in it may stay in the browser's tab until it is sent (ADR 27).

    Only of a form that says so (`keeps_typed`); one that comes back with what was sent has it already. Of any
    other the browser is asked to keep nothing either, which it else gives back to whoever presses Back.
    """
    if not getattr(form, "keeps_typed", False):
        return mark_safe('autocomplete="off"')
    return "data-kept data-sent" if form.is_bound else "data-kept"


@register.inclusion_tag("frame/components/error_summary.html")
def error_summary(*forms: BaseForm, note: str | None = None) -> dict[str, Any]:
    """`{% error_summary form %}`: what to mend, each a link to its field; nothing when all is well."""
    kept = _("Inget är sparat än. Det du skrev finns kvar.")
    found = form_fields.faults(*forms)
    return {
        "faults": found, "note": kept if note is None else note,
        "only_asks": all(one.question for one in found),
    }  # fmt: skip


@register.simple_block_tag
def table(
    content: str,
    caption: str,
    rows: Iterable[Any] | None = None,
    empty: str = "",
    name: str = "",
    hide_caption: bool = False,
) -> SafeString:
    """`{% table caption %}<thead>…<tbody>…{% endtable %}`; with `rows` it praises or explains emptiness."""
    context = {
        "content": content,
        "caption": caption,
        "is_empty": rows is not None and not rows,
        "empty": empty or _("Här finns inget att visa."),
        "name": name or f"tabell-{slugify(caption)}",
        "hide_caption": hide_caption,
    }
    return render_to_string("frame/components/table.html", context)


@register.inclusion_tag("frame/components/pager.html")
def pager(previous: str | None, next: str | None, text: str = "") -> dict[str, Any]:
    """`{% pager previous_url next_url "1–50 av 1 000" %}`; silent when there is but one page."""
    return {"previous": previous, "next": next, "text": text}


@register.simple_tag(takes_context=True)
def onward(context: Context) -> str:
    """`href="{% url 'pause' key %}{% onward %}"`: whoever came from a list is led back to it from there too."""
    request = getattr(context, "request", None)
    return carried(request) if request else ""


@register.simple_tag(takes_context=True, name="leaving")
def leaving_tag(context: Context, place: str, number: int) -> str:
    """`href="{% url 'entry' key %}{% leaving "unga" forloop.counter %}"`: one is led back to that row, or to
    the one that has its place then. The row has `id="unga-1"`."""
    return leaving(context["request"], f"{place}-{number}")


@register.inclusion_tag("frame/components/back_to_list.html", takes_context=True)
def back_to_list(context: Context) -> dict[str, str]:
    """The way back to the list that one came from, at the same place in it; silent for all others."""
    request = getattr(context, "request", None)
    return {"listed": came_from(request) if request else ""}


@register.inclusion_tag("frame/components/ask_first.html")
def ask_first(address: str, why: str) -> dict[str, str]:
    """`{% ask_first address "För att …" %}`: stands for a form until one has shown who one is."""
    return {"address": address, "why": why}


@register.simple_tag(takes_context=True)
def show_again(context: Context) -> str:
    """`{% show_again as address %}`: where to show who one is before this page's form; empty when one has."""
    request = context["request"]
    return "" if stepup.is_fresh(request) else stepup.where_to(request)


@register.simple_tag(takes_context=True)
def fold_here(context: Context, seen: int = FEW, rest: int = 0, of: int = 0) -> str:
    """`<ul class="rows">{% for row in rows %}{% fold_here %}<li>…{% endfor %}</ul>{% fold_ends rows %}`: on a
    phone the rows after the first three are folded; at a desk and on paper all stand there.

    `seen` are those at the top that are not folded, where they are others than three; `rest` how many more lie
    in the fold, and `of` how many there are in all, where the page has not all of them.
    """
    loop = context["forloop"]
    number = loop["counter0"] + loop["revcounter"]
    if loop["counter0"] != seen or not _folds(number, seen):
        return ""
    shown = number + rest
    if of > shown:
        words = _("Visa %(shown)s till") % {"shown": formats.whole_number(shown - seen)}
    else:
        words = _("Visa alla %(shown)s") % {"shown": formats.whole_number(shown)}
    begun = '</ul><details class="few"><summary>{}</summary><ul class="rows">'
    return format_html(begun, words)


@register.simple_tag
def fold_ends(rows: Sized, seen: int = FEW) -> str:
    """After the list that `{% fold_here %}` may have folded, and after what else is to lie in the fold."""
    return mark_safe("</details>") if _folds(len(rows), seen) else ""


def _folds(number: int, seen: int) -> bool:
    """True where at least two would be folded: for one the words would take as much room as the row."""
    return number > seen + 1


@register.simple_tag
def badge(word: str, shape: str = "neutral") -> SafeString:
    """`{% badge "försenat" "late" %}`: a status by word and shape, the colour only helps."""
    if shape not in SHAPES:
        raise template.TemplateSyntaxError(f"No badge has the shape {shape!r}; use one of {SHAPES}")
    return _in_line(
        "frame/components/badge.html", {"word": word, "shape": shape, "drawn": _drawn(shape)}
    )


@lru_cache
def _drawn(shape: str) -> SafeString:
    """The picture of a shape: the same in every badge, of which a page of a list has a hundred."""
    return _in_line("frame/components/shape.html", {"shape": shape})


@register.simple_tag
def party(number: int, name: str) -> SafeString:
    """`{% party 3 "Region" %}`: the party's colour and pattern beside its name."""
    context = {"number": (number - 1) % PARTIES + 1, "name": name}
    return _in_line("frame/components/swatch.html", context)


@register.inclusion_tag("frame/components/definitions.html")
def definitions(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """`{% definitions pairs %}`: terms and what they are, from pairs of both."""
    return {"pairs": pairs}


@register.inclusion_tag("frame/components/progress.html")
def progress(label: str, done: int, total: int | None = None) -> dict[str, Any]:
    """`{% progress "Läser rader" 120 500 %}`: how far something has come, in a bar and in words."""
    share = formats.percent(done / total, 0) if total else ""
    return {"label": label, "done": done, "total": total, "share": share}


@register.simple_block_tag
def card(
    content: str, heading: str, count: int | None = None, level: int = 2, name: str = "",
    folded: Any = False,
) -> SafeString:  # fmt: skip
    """`{% card "Mellan stolarna" count=4 %}…{% endcard %}`: a part of a page under its own heading; `folded` on
    a phone, where it waits until one has time."""
    context = {
        "content": content,
        "heading": heading,
        "count": count,
        "level": level,
        "name": name or f"del-{slugify(heading)}",
        "folded": folded,
    }
    return render_to_string("frame/components/card.html", context)


@register.inclusion_tag("frame/components/empty.html")
def empty(text: str, href: str = "", link: str = "") -> dict[str, Any]:
    """`{% empty "Ingen är mellan stolarna just nu." %}`: nothing here, and that is said as good news."""
    return {"text": text, "href": href, "link": link}


@register.inclusion_tag("frame/components/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, Any]:
    """`{% breadcrumbs "Insatser" list_url "Duellen" %}`: label and address in turn, this page last."""
    return {"links": list(zip(steps[:-1:2], steps[1::2], strict=False)), "here": steps[-1]}


@register.simple_tag(takes_context=True)
def panels(context: Context, place: str, obj: Any) -> SafeString:
    """`{% panels "initiative" initiative %}`: what other apps show about this object here."""
    return render_panels(place, context["request"], obj)


def _in_line(name: str, context: dict[str, Any]) -> SafeString:
    # The file ends with a line break, which would put a space before the comma that follows.
    return mark_safe(render_to_string(name, context).strip())


def _day(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
