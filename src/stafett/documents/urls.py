"""The addresses of documents, under their case."""

from __future__ import annotations

from django.urls import path

from stafett.documents.views import (
    document_file,
    document_new,
    document_retract,
    documents,
    own_document,
)

urlpatterns = [
    path("<uuid:key>/dokument/", documents, name="documents"),
    path("<uuid:key>/dokument/nytt/", document_new, name="document_new"),
    path("<uuid:key>/dokument/<uuid:document>/fil/", document_file, name="document_file"),
    path(
        "vart-eget/<uuid:key>/dokument/<uuid:document>/fil/",
        own_document,
        name="own_document",
    ),
    path(
        "<uuid:key>/dokument/<uuid:document>/ta-tillbaka/",
        document_retract,
        name="document_retract",
    ),
]
