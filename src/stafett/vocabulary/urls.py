"""The addresses of this app's pages."""

from __future__ import annotations

from django.urls import path

from stafett.vocabulary import views

urlpatterns = [
    path("", views.words, name="words"),
    path("ordlista/", views.glossary, name="glossary"),
    path("<slug:slug>/", views.word_list, name="word_list"),
]
