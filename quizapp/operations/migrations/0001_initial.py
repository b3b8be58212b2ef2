"""The tables of operations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PartBeat",
            fields=[
                (
                    "part",
                    models.CharField(
                        choices=[("sweeper", "Sweeper"), ("reports_worker", "Reports Worker")],
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("beat_at", models.DateTimeField()),
                ("next_due_at", models.DateTimeField()),
            ],
        ),
    ]
