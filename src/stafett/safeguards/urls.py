"""The addresses of this app's pages."""

from __future__ import annotations

from django.urls import path

from stafett.safeguards.views.provisions import provision_end, provisions_page

urlpatterns = [
    path("bestammelser/", provisions_page, name="provisions"),
    path("bestammelser/<int:key>/avsluta/", provision_end, name="provision_end"),
]
