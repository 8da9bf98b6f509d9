"""The addresses of the pages of evaluation."""

from __future__ import annotations

from django.urls import path

from stafett.evaluation import views

urlpatterns = [
    path("insats/<slug:code>/", views.evaluations_page, name="evaluations"),
    path("insats/<slug:code>/nytt/", views.evaluation_new, name="evaluation_new"),
    path("<uuid:key>/", views.evaluation_page, name="evaluation"),
    path("<uuid:key>/rader.<str:form>", views.evaluation_rows, name="evaluation_rows"),
    path("<uuid:key>/aterkalla/", views.evaluation_revoke, name="evaluation_revoke"),
    path("<uuid:key>/intervju/", views.interviews_page, name="interviews"),
    path("<uuid:key>/intervju/ny/", views.interviews_new, name="interviews_new"),
    path(
        "<uuid:key>/intervju/<uuid:which>/tillbaka/", views.interviews_back, name="interviews_back"
    ),
    path("<uuid:key>/raderat/", views.evaluation_erased, name="evaluation_erased"),
    path("inbjudan/<uuid:key>/", views.invitation_page, name="invitation"),
]
