"""What this app tells the log: what its doors are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DOORS = {
    "documents": _("såg vilka dokument som finns om %(whom)s"),
    "document_file": _("öppnade ett dokument om %(whom)s"),
    "own_document": _("öppnade ett dokument som är den egna myndighetens, om %(whom)s"),
    "api:list_documents": _("hämtade listan över dokument om %(whom)s till ett annat program"),
    "api:get_document": _("hämtade ett dokument om %(whom)s till ett annat program"),
    "api:get_own_document": _("hämtade ett dokument om %(whom)s till ett annat program"),
    **dict.fromkeys(
        ("document_new", "document_retract", "api:put_document", "api:retract_document"),
        _("öppnade ett formulär om %(whom)s"),
    ),
}
