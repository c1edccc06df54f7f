from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("recommend", "0004_channels")]

    operations = []
