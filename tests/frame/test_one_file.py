"""Is a file field given several files told so, wherever it stands?"""

from __future__ import annotations

from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

import stafett
from stafett.frame.inputs import OneFile

FIELDS = ("forms.FileField(", "forms.FileInput(", "forms.ImageField(", "forms.ClearableFileInput(")


class Form(forms.Form):
    """One field."""

    file = OneFile(required=False)


def sent(*names: str) -> Form:
    files = [SimpleUploadedFile(name, b"x") for name in names]
    return Form({}, MultiValueDict({"file": files}))


def test_one_file_is_taken_and_none_is_none() -> None:
    one, none = sent("a.pdf"), sent()
    assert one.is_valid()
    assert one.cleaned_data["file"].name == "a.pdf"
    assert none.is_valid()
    assert none.cleaned_data["file"] is None


def test_a_form_filled_in_by_a_program_gives_its_file_alone() -> None:
    form = Form({}, {"file": SimpleUploadedFile("a.pdf", b"x")})
    assert form.is_valid()
    assert form.cleaned_data["file"].name == "a.pdf"


@pytest.mark.parametrize("names", [("a.pdf", "b.pdf"), ("a.pdf", "b.pdf", "c.pdf")])
def test_of_several_none_is_taken(names: tuple[str, ...]) -> None:
    form = sent(*names)
    assert form.errors == {
        "file": ["Fältet har fått flera filer. Välj en, och lägg till en i taget."]
    }


def test_no_form_has_a_file_field_that_takes_the_last_of_several() -> None:
    root = Path(stafett.__file__).parent
    own = root / "frame" / "inputs.py"
    found = [
        str(path.relative_to(root))
        for path in sorted(root.rglob("*.py"))
        if path != own and any(word in path.read_text("utf-8") for word in FIELDS)
    ]
    assert found == []
