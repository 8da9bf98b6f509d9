"""The addresses of the way in for registers."""

from __future__ import annotations

from django.urls import path

from stafett.exchange import views

urlpatterns = [
    path("", views.register_imports, name="imports"),
    path("<uuid:key>/", views.register_import, name="register-import"),
    path("<uuid:key>/las-in/", views.take_register, name="take-register"),
    path("<uuid:key>/ta-bort/", views.throw_register_away, name="throw-register-away"),
    path("mall/<slug:code>/", views.register_guide, name="register-guide"),
    path("mall/<slug:code>/register.<str:form>", views.register_template, name="register-template"),
]
