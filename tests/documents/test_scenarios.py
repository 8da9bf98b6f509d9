"""Documents as a caseworker would tell of them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from stafett.documents.models import Document
from stafett.safeguards.actions import state_file
from stafett.safeguards.models import Use
from tests.casework.conftest import get, send
from tests.cast import START, Cast
from tests.documents.world import JPEG, PDF, address, put_in, sent, upload, with_af


def test_karin_photographs_a_paper_in_the_corridor_and_sees_it_in_the_time_line(
    cast: Cast, page: Any
) -> None:
    """Amina visar sitt betyg i korridoren. Karin tar en bild av det, och det står i tidslinjen."""
    one, karin = cast.enrolled(), page("karin")
    answer = sent(karin, one, file="", photo=upload(JPEG, "IMG_0042.jpg"))
    assert answer["Location"] == reverse("documents", args=[one.pk])
    cast.as_everyone()
    made = Document.objects.get()
    assert made.content_type == "image/jpeg"
    assert "Betyg från komvux" in get(karin, reverse("timeline", args=[one.pk]))


def test_per_is_told_of_none_of_karins_papers_and_she_of_none_of_his(cast: Cast, page: Any) -> None:
    """Amina har sagt ja till att Af får veta. Per ser ändå inget av Karins dokument, och hon inget av hans."""
    one = with_af(cast)
    hers, his = (
        put_in(cast, one, title="Karins intyg"),
        put_in(cast, one, "per", title="Pers intyg"),
    )
    for who, own, others in (("karin", hers, his), ("per", his, hers)):
        text = get(page(who), reverse("documents", args=[one.pk]))
        assert own.title in text
        assert others.title not in text
        assert page(who).get(address(others)).status_code == 404


def test_karin_has_put_another_persons_grades_in_the_case_and_takes_them_back(
    cast: Cast, page: Any
) -> None:
    """Karin ser att betyget är Bosses. Hon tar tillbaka det: ingen öppnar det där mer, inte hon heller."""
    one = cast.enrolled()
    made, karin = put_in(cast, one, title="Bosses betyg"), page("karin")
    assert karin.get(address(made)).content == PDF
    send(karin, address(made, "document_retract"), because="Två flikar öppna.")
    assert karin.get(address(made)).status_code == 404
    assert "Bosse" not in get(karin, reverse("documents", args=[one.pk]))


def test_eva_is_told_whether_the_paper_must_to_a_file_elsewhere(cast: Cast, page: Any) -> None:
    """Flens nämnd för sin akt i ett eget system. På fliken Dokument står det, så att Eva tar ut det dit."""
    one = cast.enrolled()
    state_file(
        cast.unit("AUC").authority, Use.TOOL, from_day=START, because="Akten är i vårt system.",
        by=cast.viewer("lena"),
    )  # fmt: skip
    text = get(page("karin"), reverse("documents", args=[one.pk]))
    assert "Flens arbetsmarknadsnämnd är Stafett ett arbetsverktyg" in text
