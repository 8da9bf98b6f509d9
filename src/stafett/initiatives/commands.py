"""`stafett answer`: the operator writes down what an authority without log-ins has said about a branch."""

from __future__ import annotations

import click
from django.utils import timezone

from stafett.database.history import in_history
from stafett.initiatives import actions, queries
from stafett.initiatives.models import Branch
from stafett.safeguards.viewer import operator


@click.command()
@click.argument("answer", required=False, type=click.Choice(["ja", "nej"]))
@click.option("--initiative", default="", help="Insatsens kod.")
@click.option("--branch", default="", help="Grenens kod.")
@click.option("--note", default="", help="Vem som sagt det och när, eller varför det blev nej.")
def answer(answer: str | None, initiative: str, branch: str, note: str) -> None:
    """Skriv in vad en myndighet svarat om att svara för uppgifterna i en gren. Utan svar: visa frågorna."""
    by = operator(timezone.localdate())
    found = queries.asked(by).filter(initiative__code=initiative, code=branch).first()
    if answer is None or found is None:
        waiting = "\n".join(_told(each) for each in queries.asked(by)) or "  inga"
        click.echo(f"Grenar som väntar på svar:\n{waiting}")
        if answer:
            raise click.ClickException(
                "Ingen av dem är den du nämnde. Ange --initiative och --branch."
            )
        return
    with in_history(name=by.name, why="stafett answer"):
        actions.answer_for_records(found, answer == "ja", by=by, note=note[:300])
    click.echo(f"{found.controller.name} har svarat {answer} om grenen {found.name}.")


def _told(branch: Branch) -> str:
    return (
        f"  --initiative {branch.initiative.code} --branch {branch.code}: {branch.controller.name}"
    )
