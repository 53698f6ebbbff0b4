from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_next_time_zone")]

    operations = [
        migrations.AddField(
            model_name="team",
            name="archived_at",
            field=models.DateTimeField(
                editable=False, help_text="No longer offered to choose.", null=True
            ),
        ),
    ]
