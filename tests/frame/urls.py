"""The addresses of the pages that exist only for trying the frame."""

from __future__ import annotations

from django.urls import include, path

from tests.frame import views

urlpatterns = [
    path("", views.plain, name="trial_start"),
    path("delar/", views.components, name="trial_components"),
    path("delar/<int:number>/", views.components, name="trial_rows"),
    path("formular/", views.form_page, name="trial_form"),
    path("del/", views.fragment, name="trial_fragment"),
    path("nej/", views.broken, name="trial_broken"),
    path("ut/", views.plain, name="trial_log_out"),
    path("i18n/", include("django.conf.urls.i18n")),
]
