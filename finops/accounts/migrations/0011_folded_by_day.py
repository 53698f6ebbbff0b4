import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_reporting_currency")]

    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="folded_until",
            field=models.DateField(
                db_default=datetime.date(2000, 1, 3),
                default=datetime.date(2000, 1, 3),
                help_text="Rollups by week hold what lies before this day.",
            ),
        ),
    ]
