"""The addresses of this app's pages."""

from __future__ import annotations

from django.urls import path

from stafett.casework.views.between import between_page
from stafett.casework.views.consents import (
    consents_page,
    recall_link,
    received_page,
    scan_page,
)
from stafett.casework.views.duplicates import duplicates_page, link_page, unlink_page
from stafett.casework.views.log import names_page, readers_page
from stafett.casework.views.own_data import (
    again_page,
    compile_page,
    decide_page,
    hand_page,
    longer_page,
    note_page,
    own_data_file,
    own_data_page,
    request_page,
)
from stafett.casework.views.own_record import (
    own_record_page,
    own_record_to_file,
    own_records_page,
    own_retraction,
    own_thing_to_file,
)
from stafett.casework.views.papers import (
    consent_form,
    consent_paper,
    consent_to_file,
    copy_to_file,
    copy_to_receiver,
    period_to_file,
)
from stafett.casework.views.participants import participants_page
from stafett.casework.views.participation import (
    act,
    enrol_page,
    enrol_unnamed_page,
    participation_page,
    return_page,
    timeline_page,
)
from stafett.casework.views.retention import lift_page, retention_page
from stafett.casework.views.sealed import sealed_page
from stafett.casework.views.unit import unit

ACTS = {
    "correct_person": "person",
    "reach_person": "nas-pa",
    "correct_participation": "ratta",
    "close_participation": "avsluta",
    "reopen_participation": "angra-avslut",
    "assign": "handlaggare",
    "case_pair": "par",
    "contact_person": "kontaktperson",
    "involve": "parter",
    "end_case": "parter/avsluta",
    "take_away_case": "parter/av-misstag",
    "livelihood_at_start": "forsorjning/fore",
    "livelihood_at_end": "forsorjning/efter",
    "note_consent": "samtycke/nytt",
    "accept_consent": "samtycke/godta",
    "withdraw_consent": "samtycke/ta-tillbaka",
    "release": "lamna-ut",
    "release_link": "lamna-ut/lank",
    "settle_doubles": "dubbel",
    "withhold_identity": "ta-bort-identiteten",
}

urlpatterns = [
    path("", participants_page, name="participants"),
    path("ny/", enrol_page, name="enrol"),
    path("ny/utan-identitet/", enrol_unnamed_page, name="enrol_unnamed"),
    path("dubbletter/", duplicates_page, name="duplicates"),
    path("dubbletter/lanka/", link_page, name="link_people"),
    path("dubbletter/lankar/<int:key>/ta-bort/", unlink_page, name="unlink_people"),
    path("min-enhet/", unit, name="unit"),
    path("mellan-stolarna/", between_page, name="between"),
    path("<uuid:key>/tidslinje/", timeline_page, name="timeline"),
    path("<uuid:key>/", participation_page, name="participation"),
    path("utlamnat/", received_page, name="received"),
    path("vart-eget/", own_records_page, name="own_records"),
    path("vart-eget/<uuid:key>/", own_record_page, name="own_record"),
    path("vart-eget/<uuid:key>/till-akten.pdf", own_record_to_file, name="own_record_to_file"),
    path(
        "vart-eget/<uuid:key>/<str:thing>/till-akten.pdf",
        own_thing_to_file,
        name="own_thing_to_file",
    ),
    path("vart-eget/<uuid:key>/<str:thing>/ta-tillbaka/", own_retraction, name="own_retraction"),
    path("<uuid:key>/samtycke/", consents_page, name="consents"),
    path("<uuid:key>/samtycke/papper/<uuid:consent>/", scan_page, name="consent_scan"),
    path("<uuid:key>/samtycke/lank/<uuid:link>/aterkalla/", recall_link, name="recall_link"),
    path("<uuid:key>/till-akten.pdf", period_to_file, name="period_to_file"),
    path(
        "<uuid:key>/samtycke/<uuid:consent>/till-akten.pdf",
        consent_to_file,
        name="consent_to_file",
    ),
    path("utlamnat/<uuid:key>/till-akten.pdf", copy_to_file, name="copy_to_file"),
    path(
        "utlamnat/<uuid:key>/till-mottagaren.<str:form>",
        copy_to_receiver,
        name="copy_to_receiver",
    ),
    path("<uuid:key>/samtycke/nytt/blankett.<str:form>", consent_form, name="consent_form"),
    path(
        "<uuid:key>/samtycke/<uuid:consent>/blankett.<str:form>",
        consent_paper,
        name="consent_paper",
    ),
    path("<uuid:key>/skyddat/", sealed_page, name="sealed"),
    path("<uuid:key>/vem-har-last/", readers_page, name="readers"),
    path("<uuid:key>/vem-har-last/namn/", names_page, name="names_of_readers"),
    path("<uuid:key>/gallring/", retention_page, name="retention_of_case"),
    path("<uuid:key>/gallring/<int:hold>/hav/", lift_page, name="lift_hold_of_case"),
    path("<uuid:key>/egna-uppgifter/", own_data_page, name="own_data"),
    path("<uuid:key>/egna-uppgifter/ny/", note_page, name="own_data_note"),
    path("<uuid:key>/egna-uppgifter/<uuid:asked>/", request_page, name="own_data_request"),
    *[
        path(f"<uuid:key>/egna-uppgifter/<uuid:asked>/{word}/", page, name=f"own_data_{name}")
        for word, page, name in (
            ("sammanstall", compile_page, "compile"),
            ("besluta", decide_page, "decide"),
            ("forlang", longer_page, "longer"),
            ("lamna", hand_page, "hand"),
            ("borja-om", again_page, "again"),
        )
    ],
    path(
        "<uuid:key>/egna-uppgifter/<uuid:asked>/egna-uppgifter.<str:form>",
        own_data_file,
        name="own_data_file",
    ),
    path("<uuid:key>/igen/", return_page, name="return_participation"),
    *[path(f"<uuid:key>/{word}/", act, {"name": name}, name=name) for name, word in ACTS.items()],
]
