"""No reading is written down without who it was: by name or account, or as the person that it is about.

Rows from before stay as they are: nobody changes the log, so they are not tried (NOT VALID).
"""

from django.db import migrations, models

SAYS_WHO = models.CheckConstraint(
    condition=~models.Q(name="") | models.Q(user_id__isnull=False) | models.Q(role="the_person"),
    name="a_reading_says_who",
)


class Migration(migrations.Migration):
    dependencies = [("safeguards", "0040_handover_by_link")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    "ALTER TABLE safeguards_reading ADD CONSTRAINT a_reading_says_who"
                    " CHECK (name <> '' OR user_id IS NOT NULL OR role = 'the_person') NOT VALID",
                    "ALTER TABLE safeguards_reading DROP CONSTRAINT a_reading_says_who",
                )
            ],
            [migrations.AddConstraint(model_name="reading", constraint=SAYS_WHO)],
        )
    ]
