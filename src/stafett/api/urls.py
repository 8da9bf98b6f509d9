"""The API: one router per app, the same viewer and the same actions as the pages."""

from __future__ import annotations

from django.urls import path
from ninja import NinjaAPI
from ninja.security import django_auth

api = NinjaAPI(
    title="Stafett", version="1", auth=django_auth, docs_url="docs", urls_namespace="api"
)

urlpatterns = [path("v1/", api.urls)]
