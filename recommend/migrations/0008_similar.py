import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recommend", "0007_search")]

    operations = [
        migrations.CreateModel(
            name="SimilarRebuild",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="begun")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("blend", models.JSONField(default=dict)),
                ("notes", models.PositiveIntegerField(default=0, verbose_name="notes")),
                ("word_counts", models.BinaryField(default=bytes)),
            ],
            options={
                "verbose_name": "rebuild of similar notes",
                "verbose_name_plural": "rebuilds of similar notes",
            },
        ),
        migrations.CreateModel(
            name="SimilarBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("notes", models.PositiveIntegerField(verbose_name="notes")),
                ("taken_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "rebuild",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="recommend.similarrebuild",
                    ),
                ),
            ],
            options={
                "verbose_name": "block of a rebuild",
                "verbose_name_plural": "blocks of a rebuild",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["rebuild", "id"],
                        name="recommend_block_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("rebuild", "first"), name="recommend_block_once")
                ],
            },
        ),
        migrations.AlterField(
            model_name="similarlist",
            name="made_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="as of"),
        ),
    ]
