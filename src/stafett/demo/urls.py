"""The addresses of the demo's pages."""

from __future__ import annotations

from django.urls import path

from stafett.demo.views import contradictions

urlpatterns = [path("vad-gar-ihop/", contradictions, name="contradictions")]
