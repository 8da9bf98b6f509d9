"""The one way to a table's figures, for pages, files, reports, API and command line alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from stafett.initiatives.access import engagements
from stafett.initiatives.models import Branch, Initiative
from stafett.initiatives.queries import initiatives
from stafett.measures.access import Standing, check_may, leaves_out, standing
from stafett.measures.assembly import grouped
from stafett.measures.figures import Share, TableResult
from stafett.measures.language import GROUPS, Table, in_words, nearest
from stafett.measures.outsiders.reading import NothingFrozen, frozen, latest_until, table_of
from stafett.measures.presentation.words import sentence
from stafett.measures.question import Question
from stafett.measures.tables import TABLES
from stafett.safeguards.roles import Permission, permissions_of
from stafett.safeguards.viewer import Viewer

MOST_GROUPS = 3
"""A table divided by more than this is a register, not a table."""


class CannotAnswer(ValueError):
    """What was asked for can't be; the message is a sentence for the one who asked."""


class NotFrozen(CannotAnswer):
    """What was asked for could be, but has not been frozen for those who may see nothing else."""


def tables_for(viewer: Viewer, initiative: Initiative) -> list[Table]:
    """The tables that the viewer may see something of, in their order."""
    at = standing(viewer, initiative)
    return [table for table in TABLES.values() if at.may(table)]


def declared_table(name: str) -> Table:
    """A table by its name. Raises CannotAnswer, with the nearest name, when there is none."""
    if name in TABLES:
        return TABLES[name]
    meant = nearest(name, TABLES)
    hint = _("Menade du %(meant)s?") % {"meant": meant} if meant else _("Det finns: %(names)s.") % {
        "names": ", ".join(TABLES)
    }  # fmt: skip
    raise CannotAnswer(
        _("Det finns ingen tabell %(name)s. %(hint)s") % {"name": name, "hint": hint}
    )


def table(
    viewer: Viewer,
    name: str,
    initiative: Initiative,
    by: Sequence[str] = (),
    branch: str | None = None,
    at: Standing | None = None,
    through: date | None = None,
) -> TableResult:
    """One table of an initiative, or of one branch (by its code), divided by the groups named.

    Who may not divide gets what is frozen, of the period that ends on `through` or the latest, and
    never anything finer than the set has. `at` spares looking up the viewer's standing again. Raises
    CannotAnswer for a table, group, branch or set that is not there, and PermissionDenied for one
    that the viewer may not see.
    """
    asked = declared_table(name)
    at = at or standing(viewer, initiative)
    place = _branch(at, branch) if branch else None
    check_may(at, asked, place)
    if place and not asked.one_branch:
        raise CannotAnswer(_("%(table)s finns bara för hela insatsen.") % {"table": asked.title})
    groups = _groups(asked, by)
    if through or not at.covers(place):
        return _frozen(at, asked, groups, through)
    question = Question(
        asked, viewer, (initiative,), groups, initiative.counted_on or viewer.day,
        asked.base_in(initiative.outcome_base), place, None if viewer.operator else viewer.controllers,
    )  # fmt: skip
    found = answer(question)
    # what it counts no more was counted when somebody last looked
    ended = (*at.ended, *at.ended_of(asked.population.ends)) if asked.population.persons else ()
    return replace(found, notes=(*found.notes, *ended))


def frozen_table(
    viewer: Viewer, name: str, initiative: Initiative, by: Sequence[str], until: date
) -> TableResult:
    """A table as outsiders see it, of the latest period that was over by a day; for their reports.

    Raises CannotAnswer where nothing has been frozen, and PermissionDenied as `table` does.
    """
    asked, at = declared_table(name), standing(viewer, initiative)
    check_may(at, asked, None)
    try:
        return table_of(latest_until(initiative, until), name, by)
    except NothingFrozen as nothing:
        raise CannotAnswer(str(nothing)) from None


def spoken(asked: Table, result: TableResult) -> str:
    """The total's share as sentences that can't be misread (ux § 5), where the table has words for it."""
    total = result.total
    shares = [figure for figure in total.figures if isinstance(figure, Share)] if total else []
    return sentence(shares[0], str(asked.did)) if asked.did and shares else ""


def initiatives_with_figures(viewer: Viewer) -> list[Initiative]:
    """The viewer's initiatives whose totals they may see, found in as many queries for one as for all."""
    mine = {
        engagement.initiative_id
        for engagement in engagements(viewer)
        if Permission.SEE_TOTALS in permissions_of(engagement.role)
    }
    offices = {post.authority_id for post in viewer.posts if post.role == "association_office"}
    return [
        one
        for one in initiatives(viewer)
        if viewer.operator
        or one.pk in mine
        or (one.association and one.association.authority_id in offices)
    ]


def answer(question: Question) -> TableResult:
    """Compute the table that a question asks for; no right is checked here."""
    asked = question.table
    built = (asked.build or grouped)(asked, question)
    return TableResult(
        name=asked.name,
        title=title(question),
        initiative=",".join(initiative.code for initiative in question.initiatives),
        by=question.by,
        stub=_stub(question),
        columns=built.columns,
        rows=built.rows,
        as_of=built.as_of or _last_day(question),
        population=asked.population_words(question.base),
        definition=_definition(question),
        notes=(*built.notes, *(str(note) for note in asked.notes), *_who_is_left_out(question)),
    )


def _who_is_left_out(question: Question) -> tuple[str, ...]:
    """Said whether there is anybody or not, so that it tells nothing (law 5)."""
    return (leaves_out(),) if question.table.population.persons else ()


def _last_day(question: Question) -> date:
    days = [initiative.counted_on or question.viewer.day for initiative in question.initiatives]
    return max(days) if len(days) > 1 else question.day


def title(question: Question) -> str:
    """The table's title with its groups and its branch: "Utfall efter kön och gren, Flen"."""
    said = str(question.table.title)
    if question.by:
        said = _("%(title)s efter %(groups)s") % {"title": said, "groups": in_words(question.by)}
    return f"{said}, {question.branch.name}" if question.branch else said


def _stub(question: Question) -> str:
    if question.table.stub and question.own == question.table.own:
        return str(question.table.stub)
    names = (*question.own, *question.by)
    words = ", ".join(str(GROUPS[name].label) for name in names) or _("Grupp")
    return words[:1].upper() + words[1:]


def _definition(question: Question) -> str:
    """What each figure is, and what each ground means that the rows are divided by."""
    names = (*question.own, *question.by)
    grounds = [f"{GROUPS[name].label}: {GROUPS[name].words}" for name in names]
    return " ".join((question.table.definition, *(g[:1].upper() + g[1:] for g in grounds)))


def _branch(at: Standing, code: str) -> Branch:
    branch = at.branch(code)
    if branch is None:
        codes = ", ".join(branch.code for branch in at.branches)
        said = _("%(initiative)s har ingen gren %(code)s. Grenarna är: %(codes)s.")
        raise CannotAnswer(said % {"initiative": at.initiative.name, "code": code, "codes": codes})
    return branch


def _groups(asked: Table, by: Sequence[str]) -> tuple[str, ...]:
    """The groups asked for, each once. Raises CannotAnswer for one that the table has not."""
    groups = tuple(dict.fromkeys(by))
    for name in groups:
        if name not in asked.groups:
            raise CannotAnswer(_no_such_group(asked, name))
    if len(groups) > MOST_GROUPS:
        raise CannotAnswer(
            _("En tabell kan delas upp på högst %(most)s grunder.") % {"most": MOST_GROUPS}
        )
    return groups


def _no_such_group(asked: Table, name: str) -> str:
    words = {"table": asked.title, "name": name, "groups": ", ".join(asked.groups)}
    if not asked.groups:
        said = _("%(table)s kan inte delas upp.") % words
        return f"{said} {asked.why_not}".strip()
    meant = nearest(name, asked.groups)
    hint = _("Menade du %(meant)s?") % {"meant": meant} if meant else str(asked.why_not)
    said = _("%(table)s kan inte delas upp på %(name)s, bara på %(groups)s.") % words
    return f"{said} {hint}".strip()


def _frozen(
    at: Standing, asked: Table, groups: tuple[str, ...], through: date | None
) -> TableResult:
    """What those see who may not divide, and everybody who asks for a period by its last day."""
    try:
        found = frozen(at.initiative, through) if through else at.latest
        result = table_of(found, asked.name, groups)
    except NothingFrozen as nothing:
        said = str(nothing) if at.covers(None) else at.where_more(str(nothing))
        raise NotFrozen(said) from None
    if at.covers(None):
        return result
    return replace(result, notes=(at.why_not_more(), *result.notes))
