"""How is a picture drawn so that it can be seen without colour, heard, printed and trusted?

Vega-Lite draws it through vl-convert, in this process; nothing is fetched. The SVG holds
presentation attributes only (no style, no script), so that it may stand inline under a strict
content policy, and it carries a title and a description of its own. Parts of a bar differ by
pattern as well as by colour. The same picture can be drawn narrow, for a phone: words above the bars.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from math import ceil
from typing import Any, Literal
from xml.etree import ElementTree

import altair as alt
import vl_convert
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stafett.measures.presentation import words
from stafett.papers.safe import printable
from stafett.papers.typesetting import FONTS

FONT = "'Source Sans 3', sans-serif"
"""Quoted: a family name with a figure in it is otherwise no name to CSS."""

_KEPT = 256
"""How many drawn pictures are remembered, by content."""
_BAR_STEP = 32
_BAR_HEIGHT = 20
_LABEL_LINES = 3
_ABOVE = 6
"""Pixels between a bar and the words above it, and below it to the next bar's words."""
_LINE = 16
_INK = "#1b1b1b"
_GREY = "#5c5c5c"
_RULE = "#d6d6d6"
_TEXT: dict[str, Any] = {"baseline": "middle", "fontSize": 13, "lineHeight": _LINE, "color": _INK}
_RIM: dict[str, Any] = {"stroke": "#ffffff", "strokeWidth": 4, "strokeJoin": "round"}
_NO_RIM: dict[str, Any] = {}
_BAR = "#5aa3b8"
_TICKS = 5
_LEAST_WRITTEN = 0.06
"""The smallest part of the longest bar that still has room for its figure."""
_NOT_KEPT = {"role", "class", "pointer-events"}
_SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Pattern:
    """How one part of a stacked bar looks: its paper, and the lines on it in their colour."""

    paper: str
    ink: str
    lines: str


PATTERNS = (
    Pattern("#17566b", "#17566b", ""),
    Pattern("#f6c667", "#8a5200", "M-2,2l4,-4M0,8l8,-8M6,10l4,-4"),
    Pattern("#f4f4f4", "#5c5c5d", "M2,2h1.5M6,6h1.5"),
    Pattern("#d9c9e8", "#5b3a7d", "M0,4h8"),
    Pattern("#cfe3c4", "#33691e", "M4,0v8"),
    Pattern("#e6e6e7", "#1b1b1c", "M0,0l8,8M0,8l8,-8"),
)
"""In the order of the parts. Each paper is a colour that nothing else in a picture has."""

_PAPERS = {pattern.paper: place for place, pattern in enumerate(PATTERNS)}

_WHOLE = "replace(format(datum.value, ',.2~f'), /,/g, '\\u00a0')"
_AXIS_LABELS = {
    "count": _WHOLE,
    "money": _WHOLE,
    "share": "replace(format(datum.value * 100, '.2~f'), '.', ',') + '\\u00a0%'",
}
"""How Vega writes the figures along the axis: our own words only, never a user's."""


@dataclass(frozen=True)
class Look:
    """How wide the bars' room is, how many letters a line has, and whether words stand above the bars."""

    name: str
    width: int
    letters: int
    axis_letters: int
    above: bool = False


WIDE = Look("", 330, 32, 62)
NARROW = Look("-narrow", 292, 38, 36, above=True)
"""As wide as a small phone, in letters of the size that its other words have."""


@dataclass(frozen=True)
class Bar:
    """One bar: its label, the sizes of its parts, the words at its end, its interval, and a mark."""

    label: str
    parts: tuple[float, ...]
    said: str
    low: float | None = None
    high: float | None = None
    mark: float | None = None


@dataclass(frozen=True)
class Chart:
    """A picture ready to be drawn; equal charts give equal bytes. `mark` says what the bars' marks are."""

    title: str
    description: str
    measure: Literal["count", "share", "money"]
    bars: tuple[Bar, ...]
    legend: tuple[str, ...] = ()
    mark: str = ""

    @property
    def digest(self) -> str:
        """A name for the content, for ids and caches; also good as an ETag."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Text:
    """Words along the bars: the values, the fields that say where and what, and the look."""

    values: list[dict[str, Any]]
    at: str
    said: str
    look: dict[str, Any]


def svg(chart: Chart, look: Look = WIDE) -> SafeString:
    """The picture as SVG text, safe to put inline: role, title, description, no style."""
    return _svg(chart, look, get_language())


def png(chart: Chart, scale: float = 3.0) -> bytes:
    """The same picture as PNG, `scale` pixels to each pixel of the SVG."""
    return _png(svg(chart), scale)


def size(chart: Chart) -> tuple[float, float]:
    """Width and height of the picture in CSS pixels (96 to the inch)."""
    root = ElementTree.fromstring(svg(chart))
    return float(root.attrib["width"]), float(root.attrib["height"])


@lru_cache(maxsize=_KEPT)
def _svg(chart: Chart, look: Look, _language: str | None) -> SafeString:
    """Kept per language, for the words along the axis are translated when it is drawn."""
    _register_fonts()
    drawn = vl_convert.vegalite_to_svg(_spec(chart, look))
    return SafeString(_accessible(drawn, chart, f"chart-{chart.digest}{look.name}"))


@lru_cache(maxsize=_KEPT)
def _png(drawn: str, scale: float) -> bytes:
    return vl_convert.svg_to_png(drawn, scale=scale)


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))


def _spec(chart: Chart, look: Look) -> dict[str, Any]:
    lines = max((len(_lines_of(bar, look)) for bar in chart.bars), default=1)
    step = max(_BAR_STEP, lines * _LINE + 6)
    if look.above:
        step = lines * _LINE + _BAR_HEIGHT + 2 * _ABOVE
    down = step / 2 - _BAR_HEIGHT / 2 - _ABOVE if look.above else 0
    layers = [_parts(chart, look, down), *_whiskers(chart, down), *_marks(chart, down)]
    layers += _labels(chart, look, down)
    if not look.above:
        layers += _haloed(_ends(chart))
    if chart.legend:
        layers += _haloed(_sizes(chart, down))
    whole = alt.layer(*layers).properties(width=look.width, height=alt.Step(step))
    whole = whole.configure(font=FONT, background="#ffffff", padding=6)
    return whole.configure_view(stroke=None).to_dict()


def _layer(values: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.Data(values=values)).encode(y=alt.Y("row:O", axis=None))


def _parts(chart: Chart, look: Look, down: float) -> alt.Chart:
    values = [
        {"row": row, "from": start, "to": end, "part": printable(name)}
        for row, bar in enumerate(chart.bars)
        for start, end, name in _placed(bar, chart.legend or ("",))
    ]
    layer = _layer(values).mark_bar(height=_BAR_HEIGHT, color=_BAR, yOffset=down)
    layer = layer.encode(x=_amount(chart, look), x2="to:Q")
    return layer.encode(color=_colours(chart, look)) if chart.legend else layer


def _placed(bar: Bar, names: tuple[str, ...]) -> Iterator[tuple[float, float, str]]:
    """Where each part of a bar starts and ends; parts of nothing have no place."""
    ends = [0.0, *accumulate(bar.parts)]
    for (start, end), name in zip(pairwise(ends), names, strict=False):
        if end > start:
            yield start, end, name


def _colours(chart: Chart, look: Look) -> alt.Color:
    papers = [pattern.paper for pattern in PATTERNS[: len(chart.legend)]]
    legend = alt.Legend(
        title=None,
        orient="top",
        columns=1 if look.above else 0,
        labelFontSize=13,
        symbolType="square",
        symbolSize=260,
        labelLimit=0,
    )
    return alt.Color(
        "part:N",
        scale=alt.Scale(domain=[printable(name) for name in chart.legend], range=papers),
        legend=legend,
    )


def _amount(chart: Chart, look: Look) -> alt.X:
    most = max((_far_end(bar) for bar in chart.bars), default=0.0) or 1.0
    axis = alt.Axis(
        title=textwrap.wrap(_axis_words(chart), look.axis_letters),
        labelExpr=_AXIS_LABELS[chart.measure],
        tickCount=_ticks(chart, most),
        labelFontSize=12,
        titleFontSize=12,
        titleFontWeight="normal",
        labelColor=_GREY,
        titleColor=_GREY,
        gridColor=_RULE,
        domain=False,
        ticks=False,
    )
    return alt.X("from:Q", axis=axis, scale=alt.Scale(domain=[0, most], nice=True))


def _ticks(chart: Chart, most: float) -> int:
    """About how many marks along the axis; never between two whole people."""
    return min(_TICKS, ceil(most)) if chart.measure == "count" else _TICKS


def _axis_words(chart: Chart) -> str:
    said = _("Antal") if chart.measure == "count" else _("Kronor")
    if chart.measure == "share":
        said = _("Andel; strecket visar spannet, 95 %")
    if any(bar.mark is not None for bar in chart.bars):
        said += "; " + _("det grova tvärstrecket visar %(what)s") % {"what": printable(chart.mark)}
    return said


def _far_end(bar: Bar) -> float:
    return max(sum(bar.parts), bar.high or 0.0, bar.mark or 0.0)


def _marks(chart: Chart, down: float) -> list[alt.Chart]:
    """A thick stroke across each bar where its goal or plan is."""
    values = [
        {"row": row, "mark": bar.mark} for row, bar in enumerate(chart.bars) if bar.mark is not None
    ]
    if not values:
        return []
    tick = _layer(values).mark_tick(
        color=_INK, thickness=3, height=_BAR_HEIGHT + 8, opacity=1, yOffset=down
    )
    return [tick.encode(x="mark:Q")]


def _whiskers(chart: Chart, down: float) -> list[alt.Chart]:
    values = [
        {"row": row, "low": bar.low, "high": bar.high}
        for row, bar in enumerate(chart.bars)
        if bar.low is not None
    ]
    if not values:
        return []
    layer = _layer(values)
    ends = layer.mark_tick(color=_INK, thickness=1.5, height=10, yOffset=down)
    return [
        layer.mark_rule(color=_INK, strokeWidth=1.5, yOffset=down).encode(x="low:Q", x2="high:Q"),
        ends.encode(x="low:Q"),
        ends.encode(x="high:Q"),
    ]


def _labels(chart: Chart, look: Look, down: float) -> list[alt.Chart]:
    """The label of each bar: a text, not an axis, so that nothing in it is read as code."""
    by_lines: dict[int, list[dict[str, Any]]] = {}
    for row, bar in enumerate(chart.bars):
        lines = _lines_of(bar, look)
        value = {"row": row, "zero": 0, "label": "\n".join(lines)}
        by_lines.setdefault(len(lines), []).append(value)
    return [
        _layer(values)
        .mark_text(**_TEXT, **_where(lines, look, down), lineBreak="\n")
        .encode(x="zero:Q", text="label:N")
        for lines, values in sorted(by_lines.items())
    ]


def _where(lines: int, look: Look, down: float) -> dict[str, Any]:
    """Where so many lines of words stand: before the bar and level with it, or above it."""
    if look.above:
        return {"align": "left", "dy": down - _BAR_HEIGHT / 2 - _ABOVE - _LINE * (lines - 0.5)}
    return {"align": "right", "dx": -8, "dy": _LINE * (1 - lines) / 2}


def _lines_of(bar: Bar, look: Look) -> list[str]:
    """The lines of a bar's label, and of its figure where that too stands above the bar."""
    label = _folded(bar.label, look)
    return [*label, *_folded(bar.said, look)] if look.above else label


def _folded(label: str, look: Look) -> list[str]:
    said = printable(label)
    return textwrap.wrap(said, look.letters, max_lines=_LABEL_LINES, placeholder=" …") or [" "]


def _ends(chart: Chart) -> Text:
    """The words after each bar."""
    values = [
        {"row": row, "end": _far_end(bar), "said": printable(bar.said)}
        for row, bar in enumerate(chart.bars)
    ]
    return Text(values, "end", "said", {"align": "left", "dx": 8})


def _sizes(chart: Chart, down: float) -> Text:
    """The size of each part written on it, where there is room."""
    room = max((_far_end(bar) for bar in chart.bars), default=0.0) * _LEAST_WRITTEN
    values = [
        {"row": row, "mid": (start + end) / 2, "size": words.number(int(end - start))}
        for row, bar in enumerate(chart.bars)
        for start, end, _name in _placed(bar, chart.legend)
        if end - start > room
    ]
    return Text(values, "mid", "size", {"align": "center", "fontWeight": "bold", "dy": down})


def _haloed(text: Text) -> list[alt.Chart]:
    """The text twice, first with a white rim, so that it can be read on bars and lines."""
    return [
        _layer(text.values)
        .mark_text(**_TEXT, **text.look, **rim)
        .encode(x=f"{text.at}:Q", text=f"{text.said}:N")
        for rim in (_RIM, _NO_RIM)
    ]


def _accessible(drawn: str, chart: Chart, own: str) -> str:
    """The same picture with a name and a description, patterns, and nothing else to hear."""
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(drawn)
    for element in root.iter():
        _undress(element, own)
    root.attrib |= {
        "role": "img",
        "aria-labelledby": f"{own}-title",
        "aria-describedby": f"{own}-description",
        "focusable": "false",
    }
    root[:0] = [
        _worded("title", f"{own}-title", chart.title),
        _worded("desc", f"{own}-description", chart.description),
        *([_definitions(chart, own)] if chart.legend else []),
    ]
    return ElementTree.tostring(root, encoding="unicode")


def _undress(element: ElementTree.Element, own: str) -> None:
    """Take away what is said for the parts, and lay patterns where a paper colour stands."""
    for name in [*element.attrib]:
        if name in _NOT_KEPT or name.startswith("aria-"):
            del element.attrib[name]
    place = _PAPERS.get(element.get("fill", ""))
    if place:
        ink = PATTERNS[place].ink
        element.attrib |= {"fill": f"url(#{own}-{place})", "stroke": ink, "stroke-width": "1"}


def _worded(tag: str, identity: str, said: str) -> ElementTree.Element:
    element = ElementTree.Element(f"{{{_SVG}}}{tag}", {"id": identity})
    element.text = printable(said)
    return element


def _definitions(chart: Chart, own: str) -> ElementTree.Element:
    found = ElementTree.Element(f"{{{_SVG}}}defs")
    for place in range(1, len(chart.legend)):
        found.append(_tile(PATTERNS[place], f"{own}-{place}"))
    return found


def _tile(pattern: Pattern, identity: str) -> ElementTree.Element:
    measures = {"width": "8", "height": "8", "patternUnits": "userSpaceOnUse"}
    tile = ElementTree.Element(f"{{{_SVG}}}pattern", {"id": identity, **measures})
    paper = {"width": "8", "height": "8", "fill": pattern.paper}
    lines = {"d": pattern.lines, "stroke": pattern.ink, "stroke-width": "1.5", "fill": "none"}
    ElementTree.SubElement(tile, f"{{{_SVG}}}rect", paper)
    ElementTree.SubElement(tile, f"{{{_SVG}}}path", lines)
    return tile
