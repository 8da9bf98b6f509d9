"""Which kinds of parties never handle a person: a kind without an association of its own was not known to."""

from django.db import migrations, models


def associations_do_not(apps, schema_editor):
    """Kinds of which an authority is an association's, and the one that is called so from the start."""
    kinds = apps.get_model("parties", "PartyKind").objects
    theirs = models.Q(party__authorities__association__isnull=False) | models.Q(code="association")
    kinds.filter(pk__in=list(kinds.filter(theirs).values_list("pk", flat=True))).update(handles_people=False)


class Migration(migrations.Migration):
    dependencies = [("parties", "0005_staff_protected_too")]

    operations = [
        migrations.AddField(
            model_name="partykind",
            name="handles_people",
            field=models.BooleanField(default=True, verbose_name="hanterar enskilda"),
        ),
        migrations.RunPython(associations_do_not, migrations.RunPython.noop),
    ]
