"""Registers the app with Django, and hangs documents on the case."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Dokument."""

    name = "stafett.documents"
    verbose_name = "Dokument"

    def ready(self) -> None:
        """Hang tab, button and story on the case; tell the log what doors are called."""
        from stafett.casework import doors, last_contact, timeline
        from stafett.documents import queries
        from stafett.documents.forms import TakeBackForm
        from stafett.documents.in_the_log import DOORS
        from stafett.documents.models import Document
        from stafett.notes.access import can_write
        from stafett.safeguards import told

        doors.hang_tab(doors.Tab(_("Dokument"), "documents", 45))
        doors.hang_act(doors.Act(_("Lägg till dokument"), "document_new", can_write, 12))
        doors.hang_file(Document, "own_document")
        doors.hang_taking_back(Document, TakeBackForm)
        timeline.register(queries.DOCUMENT, queries.told)
        last_contact.register_noted(queries.documents_standing)
        told.name_doors(DOORS)
