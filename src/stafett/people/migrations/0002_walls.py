"""Puts people behind the tenant wall; statistics never reads a name or a number."""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, stats_may_read, wall


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        wall("people_person"),
        wall("people_personlink"),
        event_wall("people_personevent"),
        event_wall("people_personlinkevent"),
        same_controller("people_personlink", "first_id", "people_person"),
        same_controller("people_personlink", "second_id", "people_person"),
        stats_may_read(
            "people_person", "id", "controller_id", "sex", "birth_date", "birth_year"
        ),
    ]
