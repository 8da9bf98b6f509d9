"""The addresses of assignments, under their case."""

from __future__ import annotations

from django.urls import path

from stafett.commissions import views

urlpatterns = [
    path("<uuid:key>/uppdrag/nytt/", views.give_page, name="commission_give"),
    path("<uuid:key>/uppdrag/<uuid:which>/", views.commission_page, name="commission"),
    path("<uuid:key>/uppdrag/<uuid:which>/<slug:name>/", views.step_page, name="commission_step"),
]
