"""The addresses for logging in and out."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from stafett.accounts.forms import LogIn

urlpatterns = [
    path(
        "logga-in/",
        LoginView.as_view(
            template_name="accounts/login.html", authentication_form=LogIn,
            redirect_authenticated_user=True,
        ),
        name="login",
    ),
    path("logga-ut/", LogoutView.as_view(), name="logout"),
]  # fmt: skip
