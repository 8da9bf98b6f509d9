"""The addresses of the pages that span floors."""

from __future__ import annotations

from django.urls import path

from stafett.web.views import today

urlpatterns = [path("", today, name="today")]
