"""The addresses of the pages of figures."""

from __future__ import annotations

from django.urls import path

from stafett.measures import views

urlpatterns = [
    path("", views.figures, name="figures"),
    path("jamfor/", views.figures_compare, name="figures-compare"),
    path("insats/<slug:code>/", views.figures_of, name="figures-of"),
    path("insats/<slug:code>/<slug:name>/", views.figures_table, name="figures-table"),
]
