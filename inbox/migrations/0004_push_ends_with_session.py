from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0003_digest_on_request"),
    ]

    operations = [
        migrations.AddField(
            model_name="pushsubscription",
            name="session",
            field=models.CharField(blank=True, db_index=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
    ]
