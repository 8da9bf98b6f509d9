"""What this app tells the log: what its doors are called, who has a part in a case, and where cases are."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stafett.casework.models import Holding, Involvement, Participation
from stafett.safeguards.access import may_see
from stafett.safeguards.told import Shown
from stafett.safeguards.viewer import Viewer

OWN_GROUND = _("det är deras egen handling; enheten kom med i ärendet %(day)s")
"""Why somebody was shown their own authority's record of a case that is closed to it (ADR 23)."""
COMPARING = (
    "duplicates", "api:list_duplicates", "link_people", "unlink_people", "api:link_records",
    "api:unlink_records",
)  # fmt: skip
DOORS = {
    "participation": _("läste sidan om %(whom)s"),
    "api:get_participation": _("hämtade uppgifterna om %(whom)s till ett annat program"),
    "sealed": _("öppnade de skyddade uppgifterna om %(whom)s"),
    "api:get_sealed": _("öppnade de skyddade uppgifterna om %(whom)s"),
    "participants": _("såg %(whom)s i en lista"),
    "api:list_participations": _("såg %(whom)s i en lista från ett annat program"),
    # as any list: that two records were compared would tell that somebody hidden has the same (law 5)
    "duplicates": _("såg %(whom)s i en lista"),
    "api:list_duplicates": _("såg %(whom)s i en lista från ett annat program"),
    **dict.fromkeys(("link_people", "unlink_people"), _("öppnade ett formulär om %(whom)s")),
    "unit": _("såg %(whom)s i enhetens lista"),
    "between": _("såg %(whom)s i listan över dem som är mellan stolarna"),
    "api:list_between": _("såg %(whom)s i listan över dem som är mellan stolarna"),
    "timeline": _("läste tidslinjen för %(whom)s"),
    "api:list_timeline": _("läste tidslinjen för %(whom)s"),
    "consents": _("läste samtyckena"),
    "consent_scan": _("öppnade ett undertecknat papper"),
    "consent_paper": _("hämtade ett samtycke som papper"),
    "consent_form": _("skrev ut ett samtycke att skriva under"),
    **dict.fromkeys(
        ("period_to_file", "consent_to_file", "copy_to_file", "own_record_to_file",
         "own_thing_to_file"),
        _("tog ut uppgifter om %(whom)s till myndighetens akt"),
    ),
    "copy_to_receiver": _("skrev ut uppgifter om %(whom)s till en mottagare utanför Stafett"),
    "link_paper": _("sparade uppgifterna om %(whom)s som en länk ledde till"),
    "link_result": _("läste vad en länk ledde till"),
    **dict.fromkeys(
        ("own_records", "own_record", "api:list_own_records", "api:get_own_record"),
        _("läste sin egen myndighets handlingar om %(whom)s"),
    ),
    "received": _("läste vad som lämnats ut om %(whom)s"),
    "readers": _("tittade efter vem som har läst"),
    "api:list_readers": _("tittade efter vem som har läst"),
    "retention_of_case": _("läste när uppgifterna om %(whom)s gallras"),
    **dict.fromkeys(("ending", "lift_hold_of_case"), _("gick igenom vad om %(whom)s som ska gallras")),
    "names_of_readers": _("tittade efter vem som har läst"),
    **dict.fromkeys(
        ("own_data", "own_data_request", "own_data_note", "own_data_longer", "own_data_hand",
         "api:list_own_data"),
        _("läste vad som begärts om %(whom)s"),
    ),
    "own_data_decide": _("gick igenom allt om %(whom)s för att svara på en begäran"),
    "own_data_file": _("hämtade allt som ska lämnas ut till %(whom)s"),
    **dict.fromkeys(
        (
            "correct_person", "reach_person", "correct_participation", "close_participation",
            "reopen_participation", "involve", "end_case", "take_away_case", "livelihood_at_start",
            "livelihood_at_end", "return_participation", "enrol", "api:get_form", "assign", "settle_doubles",
            "note_consent", "accept_consent", "withdraw_consent", "release", "release_link",
            "enrol_unnamed",
            "withhold_identity", "own_retraction", "api:get_own_retraction", "api:retract_own",
        ),
        _("öppnade ett formulär om %(whom)s"),
    ),
}  # fmt: skip


def parts(circles: Collection[UUID]) -> set[tuple[UUID, int]]:
    """The units that hold or held these cases, or have or had a case of their own in them."""
    held = Holding.objects.filter(participation__circle_id__in=circles).order_by("pk")
    involved = Involvement.objects.filter(
        participation__circle_id__in=circles, unit__isnull=False
    ).order_by("pk")
    pairs = (rows.values_list("participation__circle_id", "unit_id") for rows in (held, involved))
    return {(circle, unit) for circle, unit in chain(*pairs) if unit is not None}


def case_names(viewer: Viewer, circles: Collection[UUID]) -> dict[UUID, Shown]:
    """The cases that the viewer may see, by their person's name."""
    rows = Participation.objects.filter(circle_id__in=circles).select_related("person")
    return {
        row.circle_id: Shown(row.person.name, reverse("participation", args=[row.pk]))
        for row in may_see(viewer, rows).order_by("pk")
    }
