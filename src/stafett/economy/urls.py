"""The addresses of this app's pages; they lie under the initiative's own."""

from __future__ import annotations

from django.urls import path

from stafett.economy import views

urlpatterns = [
    path("<slug:code>/kostnader/", views.costs, name="costs"),
    path("<slug:code>/kostnader/ny/", views.cost_new, name="cost_new"),
    path("<slug:code>/kostnader/<int:pk>/", views.cost_edit, name="cost_edit"),
    path("<slug:code>/kostnader/uppgift/", views.statement_new, name="cost_statement_new"),
    path(
        "<slug:code>/kostnader/uppgift/<int:pk>/", views.statement_edit, name="cost_statement_edit"
    ),
]
