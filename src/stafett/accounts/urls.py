"""The addresses for logging in and out, and for one's own account."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from stafett.accounts import views

urlpatterns = [
    path("logga-in/", views.LogInPage.as_view(), name="login"),
    path("logga-ut/", LogoutView.as_view(), name="logout"),
    path("konto/", views.account, name="account"),
    path("konto/losenord/", views.new_password, name="password_change"),
]
