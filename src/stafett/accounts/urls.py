"""The addresses for getting in and out, for showing again who one is, and for one's own account.

Those with names in allauth's way are asked for by allauth; of its pages only these are reached.
"""

from __future__ import annotations

from django.urls import path

from stafett.accounts.levels import open_to_weak_log_ins as open_
from stafett.accounts.views import account, entrance, methods, openid, step_up, tokens

log_in = open_(entrance.LogInPage.as_view())

urlpatterns = [
    path("logga-in/", log_in, name="login"),
    path("logga-in/", log_in, name="account_login"),
    path("logga-in/kod/", entrance.SecondFactorPage.as_view(), name="mfa_authenticate"),
    path("logga-in/nyckel/", entrance.PasskeyLogIn.as_view(), name="mfa_login_webauthn"),
    path("logga-in/med/<slug:provider_id>/", openid.start, name="openid_connect_login"),
    path("logga-in/med/<slug:provider_id>/svar/", openid.callback, name="openid_connect_callback"),
    path("logga-in/igen/", step_up.step_up, name="step_up"),
    path(
        "logga-in/igen/losenord/",
        open_(step_up.PasswordPage.as_view()),
        name="account_reauthenticate",
    ),
    path("logga-in/igen/kod/", open_(step_up.CodePage.as_view()), name="mfa_reauthenticate"),
    path(
        "logga-in/igen/nyckel/",
        open_(step_up.KeyPage.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    path("logga-in/igen/e-legitimation/", step_up.openid_page, name="step_up_openid"),
    path("logga-ut/", entrance.log_out, name="logout"),
    path("konto/", account.account, name="account"),
    path("konto/losenord/", account.new_password, name="password_change"),
    path("konto/inloggad/", account.sessions, name="sessions"),
    path("konto/satt/", methods.index, name="mfa_index"),
    path("konto/satt/app/", open_(methods.AddAppPage.as_view()), name="mfa_activate_totp"),
    path("konto/satt/app/bort/", methods.remove_app, name="mfa_deactivate_totp"),
    path("konto/satt/nyckel/", open_(methods.AddKeyPage.as_view()), name="mfa_add_webauthn"),
    path(
        "konto/satt/nyckel/<int:pk>/",
        open_(methods.RenameKeyPage.as_view()),
        name="mfa_edit_webauthn",
    ),
    path("konto/satt/nyckel/<int:pk>/bort/", methods.remove_key, name="mfa_remove_webauthn"),
    path("konto/satt/koder/", methods.codes, name="mfa_view_recovery_codes"),
    path("konto/satt/identitet/<int:pk>/bort/", methods.remove_identity, name="remove_identity"),
    path("konto/api/", tokens.tokens, name="tokens"),
    path("konto/api/<int:pk>/bort/", tokens.revoke, name="token_revoke"),
]
