"""Puts circles and their members behind the tenant wall."""

from django.db import migrations

from stafett.database.walls import event_wall, same_controller, wall


class Migration(migrations.Migration):
    dependencies = [("safeguards", "0001_initial"), ("people", "0002_walls")]
    operations = [
        wall("safeguards_circle"),
        wall("safeguards_member"),
        event_wall("safeguards_memberevent"),
        same_controller("safeguards_circle", "person_id", "people_person"),
        same_controller("safeguards_member", "circle_id", "safeguards_circle"),
    ]
