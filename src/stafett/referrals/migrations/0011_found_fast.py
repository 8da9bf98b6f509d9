"""Finds by an index what is asked at each Idag: who was sought, and who came alone and got a no."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0013_a_no_costs_nothing'),
        ('parties', '0006_handles_people'),
        ('referrals', '0010_contact_walls'),
        ('safeguards', '0045_units_before'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='queuecontact',
            index=models.Index(fields=['referral', 'on_day'], name='sought_of_a_referral'),
        ),
        migrations.AddIndex(
            model_name='queuecontact',
            index=models.Index(fields=['circle'], name='sought_in_a_circle'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(condition=models.Q(('origin', 'self'), ('state', 'declined')), fields=['branch', 'decided_on'], name='alone_and_declined'),
        ),
    ]
