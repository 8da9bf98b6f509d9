"""How delicate is what is known of a person?"""

from __future__ import annotations

from stafett.database.sorting import Matter, Sortings, sorting
from stafett.people.models import Person, PersonLink

KEPT_APART = "that a number was there already and hidden says that somebody is protected (law 5)"
NATIONAL = "says something of national origin"

SORTED: Sortings = {
    Person: sorting(
        harmless="controller",
        personal=(
            "id identity_kind identity_number identity_issuer register_key given_name family_name "
            "sex birth_date birth_year sort_name search_family search_given search_family_last "
            "search_given_second alias"
        ),
        why={"sex": "recorded for the figures; not one of the special categories"},
        language=(Matter.ORIGIN, NATIONAL),
        needs_interpreter=(Matter.ORIGIN, NATIONAL),
        guardian=(Matter.REPRESENTATION, "that there is one says something of health and capacity"),
        support_person=(Matter.REPRESENTATION, "the same"),
        reached=(Matter.FREE_TEXT, "how to reach the person"),
        protection=(Matter.PROTECTION, "that somebody is protected is what must not be known"),
        kept_apart=(Matter.PROTECTION, KEPT_APART),
    ),
    PersonLink: sorting(
        harmless="controller",
        personal="id first second linked_by linked_at undone_by undone_at",
        reason=(Matter.FREE_TEXT, "written by hand about two people"),
        undone_because=(Matter.FREE_TEXT, "written by hand about two people"),
    ),
}
