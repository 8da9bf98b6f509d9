"""The addresses of the pages of figures."""

from __future__ import annotations

from django.urls import path

from stafett.measures.views import periods, tables

urlpatterns = [
    path("", tables.figures, name="figures"),
    path("jamfor/", tables.figures_compare, name="figures-compare"),
    path("insats/<slug:code>/", tables.figures_of, name="figures-of"),
    path("insats/<slug:code>/perioder/", periods.periods, name="figures-periods"),
    path("insats/<slug:code>/perioder/ny/", periods.close_period, name="figures-close"),
    path("insats/<slug:code>/perioder/<slug:through>/", periods.period, name="figures-period"),
    path(
        "insats/<slug:code>/perioder/<slug:through>/underskrift/", periods.sign, name="figures-sign"
    ),
    path(
        "insats/<slug:code>/perioder/<slug:through>/aterkalla/",
        periods.withdraw,
        name="figures-withdraw",
    ),
    path("insats/<slug:code>/<slug:name>/", tables.figures_table, name="figures-table"),
]
