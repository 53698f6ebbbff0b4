from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("budgets", "0003_times_reached"),
    ]

    operations = [
        migrations.AddField(
            model_name="forecast",
            name="ahead",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                help_text="Days it expects; 0 of a forecast made before this was kept.",
            ),
        ),
        migrations.AddField(
            model_name="forecast",
            name="tested_on",
            field=models.DateField(
                null=True, help_text="The day its like was tried on the past."
            ),
        ),
        migrations.AddField(
            model_name="forecast",
            name="tested_revision",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="forecast",
            name="tested_ahead",
            field=models.PositiveIntegerField(null=True, help_text="Days ahead of what was tried."),
        ),
        migrations.AddField(
            model_name="forecast",
            name="tested",
            field=models.PositiveIntegerField(
                null=True, help_text="Forecasts that were tried; 0: there are too few days."
            ),
        ),
        migrations.AddField(
            model_name="forecast",
            name="tested_inside",
            field=models.PositiveIntegerField(
                null=True, help_text="Those whose end lay within the interval."
            ),
        ),
        migrations.AddField(
            model_name="forecast",
            name="tested_error",
            field=models.DecimalField(
                decimal_places=10,
                max_digits=38,
                null=True,
                help_text="Their median error as a share of the end.",
            ),
        ),
    ]
