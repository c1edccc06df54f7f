import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("notes", "0002_community"),
        ("recommend", "0008_similar"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(help_text="Readers can see it.", max_length=100, verbose_name="reason"),
                ),
                ("starts_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="picked by",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: Discover.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picks",
                        to="recommend.channel",
                        verbose_name="channel",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picks",
                        to="notes.note",
                        verbose_name="note",
                    ),
                ),
            ],
            options={
                "verbose_name": "pick",
                "verbose_name_plural": "picks",
                "ordering": ["-starts_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("note", "channel"), name="recommend_pick_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="recommend_pick_ends_later",
                    ),
                ],
            },
        ),
    ]
