"""The product's addresses with this app's among them, wherever it is mounted."""

from __future__ import annotations

from django.urls import include, path

from stafett.web.urls import urlpatterns as web

urlpatterns = [*web, path("insatser/", include("stafett.economy.urls"))]
