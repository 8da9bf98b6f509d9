"""The addresses of reports."""

from __future__ import annotations

from django.urls import path

from stafett.reports import views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("ny/", views.start_report, name="start-report"),
    path("<int:number>/", views.report, name="report"),
    path("<int:number>/hamta-siffror/", views.fill_report, name="fill-report"),
    path("<int:number>/rapport.<str:form>", views.report_file, name="report-file"),
    path("<int:number>/<slug:key>/", views.chapter, name="chapter"),
]
