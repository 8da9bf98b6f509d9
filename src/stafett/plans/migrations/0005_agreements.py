from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0027_who_shares_a_case'),
        ('parties', '0006_handles_people'),
        ('plans', '0004_put_right'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='decision',
            name='a_decision_is_of_its_kinds',
        ),
        migrations.AlterField(
            model_name='decision',
            name='about',
            field=models.CharField(choices=[('decision', 'beslut'), ('judgement', 'bedömning'), ('certificate', 'intyg'), ('agreement', 'överenskommelse')], max_length=12, verbose_name='slag'),
        ),
        migrations.AlterField(
            model_name='decisionevent',
            name='about',
            field=models.CharField(choices=[('decision', 'beslut'), ('judgement', 'bedömning'), ('certificate', 'intyg'), ('agreement', 'överenskommelse')], max_length=12, verbose_name='slag'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'health'), models.Q(('about', 'agreement'), ('kind', 'agreement')), models.Q(('kind', 'decision'), models.Q(('about', 'agreement'), _negated=True)), _connector='OR'), name='a_decision_is_of_its_kinds'),
        ),
    ]
