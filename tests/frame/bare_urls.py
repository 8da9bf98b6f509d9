"""An address list without the page that changes language."""

from __future__ import annotations

from django.urls import path

from tests.frame import views

urlpatterns = [path("", views.plain, name="trial_start")]
