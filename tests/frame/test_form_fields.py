"""Is every field tied to its label, help and fault, and every fault to its field?"""

from __future__ import annotations

import re

import pytest
from django import forms

from stafett.frame import form_fields
from stafett.frame.inputs import DayInput
from tests.frame.drawing import draw
from tests.frame.forms import EveryKind, faulty


def drawn(form: forms.Form, name: str, options: str = "") -> str:
    return re.sub(r"\s+", " ", draw("{% field bound " + options + " %}", bound=form[name]))


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("name", "line"),
        ("started", "line"),
        ("party", "select"),
        ("several", "select"),
        ("holder", "choices"),
        ("invited", "choices"),
        ("when", "group"),
        ("note", "area"),
        ("register", "file"),
        ("told", "check"),
        ("version", "hidden"),
    ],
)
def test_each_kind_of_field_has_its_drawing(name: str, shape: str) -> None:
    assert form_fields.shape_of(EveryKind()[name]) == shape


def test_a_field_is_tied_to_its_label_and_its_help() -> None:
    html = drawn(EveryKind(), "name")
    assert '<label class="label" for="id_name">Namn</label>' in html
    assert '<div class="field__help" id="id_name_helptext">Som personen själv skriver' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'class="text-field__input"' in html
    assert "aria-invalid" not in html


def test_a_faulty_field_says_so_and_keeps_what_was_typed() -> None:
    html = drawn(faulty(), "started")
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_started_helptext id_started_error"' in html
    assert 'id="id_started_error"' in html
    assert '<span class="sr-only">Fel: </span>' in html
    assert 'value="2026-02-30"' in html


@pytest.mark.parametrize("name", ["holder", "invited"])
def test_a_group_of_choices_has_a_legend_and_a_label_for_each(name: str) -> None:
    html = drawn(EveryKind(), name)
    assert html.startswith('<fieldset class="field field--choices"')
    assert html.count("<legend") == 1
    for number in range(3):
        assert f'for="id_{name}_{number}"' in html
        assert f'id="id_{name}_{number}"' in html


class Grouped(forms.Form):
    """Choices under headings, the first of each for all of it."""

    what = forms.MultipleChoiceField(
        label="Vad?", widget=forms.CheckboxSelectMultiple,
        choices=[("Till FK", [("to:1", "Allt till FK"), ("1", "kursen")]),
                 ("Till Af", [("to:2", "Allt till Af")])],
    )  # fmt: skip


def test_choices_under_headings_have_their_whole_first_and_the_parts_folded() -> None:
    html = drawn(Grouped(), "what")
    assert html.count('<div class="choice-group" role="group"') == 2
    assert html.count("<details>") == 1
    assert html.index("Allt till FK") < html.index("Eller bara 1 del") < html.index("kursen")


def test_a_part_that_is_chosen_is_not_folded_away() -> None:
    assert "<details open>" in drawn(Grouped({"what": ["1"]}), "what")


def test_the_help_and_fault_of_a_group_belong_to_the_group() -> None:
    html = drawn(faulty(), "holder")
    assert (
        '<fieldset class="field field--choices field--error" aria-describedby="id_holder_help'
        in html
    )
    assert "id_holder_error" in html


def test_a_group_of_several_controls_is_drawn_as_one() -> None:
    html = drawn(EveryKind(), "when")
    assert '<div class="field__parts">' in html
    assert 'aria-label="Dag"' in html


def test_a_hidden_field_is_only_itself() -> None:
    html = drawn(EveryKind(initial={"version": 3}), "version")
    assert html == '<input type="hidden" name="version" value="3" id="id_version">'


def test_a_choice_from_a_list_has_an_arrow_unless_several_are_chosen() -> None:
    assert "<svg" in drawn(EveryKind(), "party")
    assert "<svg" not in drawn(EveryKind(), "several")


def test_what_need_not_be_filled_in_says_so_unless_told_not_to() -> None:
    assert "(frivilligt)" in drawn(EveryKind(), "hours")
    assert "(frivilligt)" in drawn(EveryKind(), "invited")
    assert "(frivilligt)" not in drawn(EveryKind(), "hours", "mark_optional=False")
    assert "(frivilligt)" not in drawn(EveryKind(), "name")


def test_the_own_class_of_a_widget_is_kept() -> None:
    class Searching(forms.Form):
        words = forms.CharField(widget=forms.TextInput(attrs={"class": "wide"}))

    assert 'class="wide text-field__input"' in drawn(Searching(), "words")


def test_markup_in_help_and_faults_is_shown_and_not_obeyed() -> None:
    class Sly(forms.Form):
        name = forms.CharField(help_text="<script>1</script>")

        def clean_name(self) -> None:
            raise forms.ValidationError("<script>2</script>")

    assert "<script>" not in drawn(Sly({"name": "x"}), "name")
    assert "<script>" not in draw("{% error_summary form %}", form=Sly({"name": "x"}))


def test_the_summary_links_every_fault_to_its_field() -> None:
    form = faulty()
    html = draw("{% error_summary form %}", form=form)
    page = html + "".join(drawn(form, bound.name) for bound in form)
    targets = re.findall(r'<a href="#([^"]+)">', html)
    assert targets == ["id_name", "id_started", "id_hours", "id_party", "id_holder_0", "id_told"]
    assert all(f'id="{target}"' in page for target in targets)


def test_the_summary_takes_faults_without_a_place_too() -> None:
    html = draw("{% error_summary form %}", form=faulty())
    assert "<li>Sista dagen ligger före den första. Byt plats på dem?</li>" in html
    assert "<li>Version: Fyll i det här.</li>" in html
    assert "8 saker att rätta" in html


def test_a_label_that_asks_keeps_its_question_mark_alone() -> None:
    assert form_fields.Fault("", "Vem håller ihop nu?", "Välj en.").words == (
        "Vem håller ihop nu? Välj en."
    )


def test_the_summary_is_focused_and_says_that_nothing_is_lost() -> None:
    html = draw("{% error_summary form %}", form=faulty())
    assert 'role="alert" tabindex="-1" autofocus' in html
    assert "Det du skrev finns kvar." in html


def test_the_summary_can_say_something_else_or_nothing() -> None:
    own = draw('{% error_summary form note="Välj filen igen." %}', form=faulty())
    assert "Välj filen igen." in own
    assert "finns kvar" not in own
    assert "finns kvar" not in draw('{% error_summary form note="" %}', form=faulty())


def test_one_fault_alone_is_one_thing() -> None:
    class One(forms.Form):
        name = forms.CharField()

    assert "En sak att rätta" in draw("{% error_summary form %}", form=One({}))


def test_a_question_stands_without_its_label_and_beside_a_fault_it_is_counted_with_it() -> None:
    class One(forms.Form):
        sure = form_fields.a_question(
            forms.BooleanField(label="Ja", error_messages={"required": "Menar du det?"})
        )

    class Two(One):
        name = forms.CharField()

    asked = draw("{% error_summary form %}", form=One({}))
    assert "En fråga att svara på" in asked
    assert ">Menar du det?</a>" in asked
    assert "summary--asks" in asked
    both = draw("{% error_summary form %}", form=Two({}))
    assert "2 saker att rätta" in both
    assert "summary--asks" not in both


def test_several_forms_share_one_summary() -> None:
    class One(forms.Form):
        name = forms.CharField(label="Namn")

    html = draw("{% error_summary a b %}", a=One({}, prefix="a"), b=One({}, prefix="b"))
    assert re.findall(r'href="#([^"]+)"', html) == ["id_a-name", "id_b-name"]


@pytest.mark.parametrize("form", [EveryKind(), EveryKind({}, auto_id=False)])
def test_without_faults_or_ids_there_is_nothing_to_link(form: forms.Form) -> None:
    assert "href" not in draw("{% error_summary form %}", form=form)


def test_a_field_without_ids_can_still_be_drawn() -> None:
    html = drawn(EveryKind({}, auto_id=False), "name")
    assert "_helptext" not in html
    assert "Som personen själv" in html


def test_a_day_that_does_not_exist_comes_back_as_it_was_typed() -> None:
    html = DayInput().render("day", "2026-02-30")
    assert 'type="text"' in html
    assert 'value="2026-02-30"' in html


def test_the_attributes_of_a_day_can_be_changed() -> None:
    assert 'size="12"' in DayInput(attrs={"size": "12"}).render("day", None)
