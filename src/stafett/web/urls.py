"""Which app answers for which address."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("stafett.accounts.urls")),
    path("", include("stafett.web.pages")),
    path("insatser/", include("stafett.initiatives.urls")),
    path("insatser/", include("stafett.economy.urls")),
    path("deltagare/", include("stafett.casework.urls")),
    path("deltagare/", include("stafett.notes.urls")),
    path("deltagare/", include("stafett.plans.urls")),
    path("deltagare/", include("stafett.meetings.urls")),
    path("deltagare/", include("stafett.commissions.urls")),
    path("deltagare/", include("stafett.documents.urls")),
    path("", include("stafett.circumstances.urls")),
    path("", include("stafett.handover.urls")),
    path("aktualiseringar/", include("stafett.referrals.urls")),
    path("uppsokande/", include("stafett.outreach.urls")),
    path("", include("stafett.safeguards.urls")),
    path("", include("stafett.notices.urls")),
    path("parter/", include("stafett.parties.urls")),
    path("ord/", include("stafett.vocabulary.urls")),
    path("siffror/", include("stafett.measures.urls")),
    path("utvardering/", include("stafett.evaluation.urls")),
    path("rapporter/", include("stafett.reports.urls")),
    path("lasa-in/", include("stafett.exchange.urls")),
    path("demo/", include("stafett.demo.urls")),
    path("api/", include("stafett.api.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = "stafett.web.errors.not_understood"
handler403 = "stafett.web.errors.refused"
handler404 = "stafett.web.errors.not_found"
handler429 = "stafett.web.errors.too_many"
handler500 = "stafett.web.errors.broken"
handler503 = "stafett.web.errors.not_logged"
