"""What is a person told of who they are?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stafett.database.own_data import About, OwnData
from stafett.people.models import Person, PersonLink

OWN_DATA = OwnData(
    told={
        Person: (About.IDENTITY, _("Namn, nummer och kontakt")),
        PersonLink: (About.IDENTITY, _("Länk till en annan post som gäller samma människa")),
    },
    columns={
        "linked_by": _("länkad av"),
        "linked_at": _("länkad"),
        "undone_by": _("borttagen av"),
        "undone_at": _("borttagen"),
    },
    unsaid=frozenset(
        {
            "person.kept_apart",  # says that somebody else is protected
            "person.sort_name", "person.search_family", "person.search_given",
            "person.search_family_last", "person.search_given_second",
        }
    ),
)  # fmt: skip
