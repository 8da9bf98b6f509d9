"""Notes, contacts, documents and plans for the access table, with words for those who may read them alone."""

from __future__ import annotations

from typing import Any

from stafett.documents.actions import NewDocument, put, take_back
from stafett.notes.actions import NewContact, NewNote, seek, write
from stafett.plans.actions import NewDecision, NewStep, add_step, assess, note_decision, set_goal
from stafett.safeguards.actions import Scan
from tests.access.canaries import secrets
from tests.cast import TODAY


def noted(world: Any) -> None:
    """Karin's notes in two cases, and Per's in the one that they share."""
    for who, name, seen_by in (
        ("karin", "flen", "karin lena eva sven"),
        ("karin", "delad", "karin lena eva sven"),
        ("per", "delad", "per"),
    ):
        case, by = world.people[name], world.cast.viewer(who)
        words = [f"Zqnotis{who}{name}", f"Zqkontakt{who}{name}"]
        note = write(case, NewNote(words[0], TODAY), by=by)
        sought = seek(case, NewContact(TODAY, "phone", "reached", words[1]), by=by)
        world.at(f"person {name}: {who}s kontakt", key=case.pk, contact=sought.pk)
        world.at(f"person {name}: {who}s anteckning", key=case.pk, note=note.pk)
        words += [f"Zq{what}{who}{name}" for what in ("dokument", "filnamn", "blad")]
        file = Scan(f"{words[3]}.png", "image/png", b"\x89PNG\r\n\x1a\n" + words[4].encode())
        kept = put(case, NewDocument(words[2], "letter", TODAY, file), by=by)
        gone = put(case, NewDocument(f"{words[2]}b", "letter", TODAY, file), by=by)
        take_back(gone, by=by, because="Zqskälbak")
        world.at(f"person {name}: {who}s dokument", key=case.pk, document=kept.pk)
        world.at(f"person {name}: {who}s tillbakadragna", key=case.pk, document=gone.pk)
        world.known += [*secrets(seen_by, *words), *secrets("", f"{words[2]}b", "Zqskälbak")]
    world.at("person flen: delads dokument", key=world.people["flen"].pk, document=kept.pk)


def planned(world: Any) -> None:
    """Karin's plan in a case of her own, and in the one that consent opens to the other agencies."""
    for name, seen_by in (
        ("flen", "karin lena eva sven"),
        ("delad", "karin lena eva sven per fatima rut"),
    ):
        case, by = world.people[name], world.cast.viewer("karin")
        words = [f"Zq{what}{name}" for what in ("kartlagd", "planmal", "steg", "beslut")]
        told = assess(case, words[0], by=by)
        goal = set_goal(case, words[1], by=by)
        step = add_step(goal, NewStep(words[2]), by=by)
        made = note_decision(case, NewDecision("decision", words[3], TODAY, TODAY), by=by)
        world.at(f"person {name}: kartläggning", key=case.pk, assessment=told.pk)
        world.at(f"person {name}: mål", key=case.pk, goal=goal.pk)
        world.at(f"person {name}: steg", key=case.pk, step=step.pk)
        world.at(f"person {name}: beslut", key=case.pk, decision=made.pk)
        for form, row in (
            ("goal_settle", goal), ("goal_correct", goal), ("step_drop", step), ("decision_nothing", made),
            ("decision_correct", made), ("decision_retract", made), ("assessment_correct", told),
        ):  # fmt: skip
            world.at(f"person {name}: {form}", key=case.pk, which=row.pk, name=form)
        world.known += secrets(seen_by, *words)
    world.at("plan i fel ärende", key=world.people["flen"].pk, which=goal.pk, name="goal_settle")
