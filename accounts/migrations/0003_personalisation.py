from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_filters_and_privacy")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="is_personalised",
            field=models.BooleanField(default=True, verbose_name="what I am shown fits me"),
        ),
    ]
