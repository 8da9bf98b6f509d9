"""What the referrer takes back is a decision of its own, beside the person's own no.

Rows from before stay as they were: whose no it was cannot be told from them. 0007 is another's; this asks for none of it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0013_a_no_costs_nothing'),
        ('parties', '0006_handles_people'),
        ('referrals', '0006_units_that_last'),
        ('safeguards', '0045_units_before'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='referral',
            name='a_decision_says_who_and_when',
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='closed_without_participation',
        ),
        migrations.AlterField(
            model_name='referral',
            name='state',
            field=models.CharField(choices=[('received', 'inkommen'), ('queued', 'i kö'), ('invited', 'inbjuden'), ('yes', 'har tackat ja'), ('no', 'har tackat nej'), ('accepted', 'antagen'), ('declined', 'inte antagen'), ('withdrawn', 'personen avstår'), ('taken_back', 'tillbakatagen'), ('sent_on', 'skickad vidare')], default='received', max_length=10, verbose_name='läge'),
        ),
        migrations.AlterField(
            model_name='referralevent',
            name='state',
            field=models.CharField(choices=[('received', 'inkommen'), ('queued', 'i kö'), ('invited', 'inbjuden'), ('yes', 'har tackat ja'), ('no', 'har tackat nej'), ('accepted', 'antagen'), ('declined', 'inte antagen'), ('withdrawn', 'personen avstår'), ('taken_back', 'tillbakatagen'), ('sent_on', 'skickad vidare')], default='received', max_length=10, verbose_name='läge'),
        ),
        migrations.AlterField(
            model_name='sentreferral',
            name='state',
            field=models.CharField(choices=[('received', 'inkommen'), ('queued', 'i kö'), ('invited', 'inbjuden'), ('yes', 'har tackat ja'), ('no', 'har tackat nej'), ('accepted', 'antagen'), ('declined', 'inte antagen'), ('withdrawn', 'personen avstår'), ('taken_back', 'tillbakatagen'), ('sent_on', 'skickad vidare')], default='received', max_length=10, verbose_name='läge'),
        ),
        migrations.AlterField(
            model_name='sentreferralevent',
            name='state',
            field=models.CharField(choices=[('received', 'inkommen'), ('queued', 'i kö'), ('invited', 'inbjuden'), ('yes', 'har tackat ja'), ('no', 'har tackat nej'), ('accepted', 'antagen'), ('declined', 'inte antagen'), ('withdrawn', 'personen avstår'), ('taken_back', 'tillbakatagen'), ('sent_on', 'skickad vidare')], default='received', max_length=10, verbose_name='läge'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', False), ('state__in', ['accepted', 'declined', 'sent_on', 'taken_back', 'withdrawn']), models.Q(('decided_by', ''), _negated=True), ('held_until__isnull', False)), models.Q(models.Q(('state__in', ['accepted', 'declined', 'sent_on', 'taken_back', 'withdrawn']), _negated=True), ('decided_by', ''), ('decided_on', None), ('held_until', None)), _connector='OR'), name='a_decision_says_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on', None), models.Q(('state', 'accepted'), models.Q(('state__in', ['accepted', 'declined', 'sent_on', 'taken_back', 'withdrawn']), _negated=True), _connector='OR')), models.Q(('closed_on', models.F('decided_on')), ('state__in', ['declined', 'sent_on', 'taken_back', 'withdrawn'])), _connector='OR'), name='closed_without_participation'),
        ),
    ]
