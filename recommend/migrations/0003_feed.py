import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def make_standard(apps, schema_editor):
    """The weights in use from the start, where operators find and change them."""
    apps.get_model("recommend", "Arm").objects.create(name="Standard", share=100, is_active=True)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("recommend", "0002_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="Arm",
            fields=[
                ("id", models.SmallAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="name")),
                (
                    "share",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="percent of members",
                    ),
                ),
                ("is_active", models.BooleanField(default=False, verbose_name="running")),
                (
                    "interest",
                    models.FloatField(
                        default=1.0,
                        help_text="The note carries tags that the member cares about.",
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(10.0),
                        ],
                        verbose_name="interests",
                    ),
                ),
                (
                    "co_engagement",
                    models.FloatField(
                        default=0.8,
                        help_text="It is similar to notes that the member liked, saved or opened.",
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(10.0),
                        ],
                        verbose_name="similar",
                    ),
                ),
                (
                    "second_degree",
                    models.FloatField(
                        default=0.5,
                        help_text="Its author is followed by people whom the member follows.",
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(10.0),
                        ],
                        verbose_name="people",
                    ),
                ),
                (
                    "trend",
                    models.FloatField(
                        default=0.4,
                        help_text="More people open, like and save it than the day before.",
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(10.0),
                        ],
                        verbose_name="rising",
                    ),
                ),
                (
                    "fresh",
                    models.FloatField(
                        default=0.3,
                        help_text="It is new and few people have seen it yet.",
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(10.0),
                        ],
                        verbose_name="new",
                    ),
                ),
                (
                    "pick",
                    models.FloatField(
                        default=0.6,
                        help_text="An editor picked it.",
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(10.0),
                        ],
                        verbose_name="picked",
                    ),
                ),
                (
                    "popular",
                    models.FloatField(
                        default=0.1,
                        help_text="Many like it, and it is not old; what is left when little is known.",
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(10.0),
                        ],
                        verbose_name="popular",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
            ],
            options={
                "verbose_name": "arm of Discover",
                "verbose_name_plural": "arms of Discover",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__lte", 100)), name="recommend_arm_share_is_percent"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("interest__gte", 0.0),
                            ("interest__lte", 10.0),
                            ("co_engagement__gte", 0.0),
                            ("co_engagement__lte", 10.0),
                            ("second_degree__gte", 0.0),
                            ("second_degree__lte", 10.0),
                            ("trend__gte", 0.0),
                            ("trend__lte", 10.0),
                            ("fresh__gte", 0.0),
                            ("fresh__lte", 10.0),
                            ("pick__gte", 0.0),
                            ("pick__lte", 10.0),
                            ("popular__gte", 0.0),
                            ("popular__lte", 10.0),
                        ),
                        name="recommend_arm_weights_bounded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArmDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="people")),
                ("impressions", models.PositiveIntegerField(default=0, verbose_name="seen")),
                ("clicks", models.PositiveIntegerField(default=0, verbose_name="opened")),
                ("likes", models.PositiveIntegerField(default=0, verbose_name="liked")),
                ("saves", models.PositiveIntegerField(default=0, verbose_name="saved")),
                ("hides", models.PositiveIntegerField(default=0, verbose_name="hidden")),
                (
                    "arm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="recommend.arm",
                        verbose_name="arm",
                    ),
                ),
            ],
            options={
                "verbose_name": "day of an arm",
                "verbose_name_plural": "days of arms",
                "constraints": [models.UniqueConstraint(fields=("arm", "day"), name="recommend_armday_once")],
            },
        ),
        migrations.CreateModel(
            name="Ranking",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="ranking",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.BigIntegerField()),
                ("arm", models.SmallIntegerField(default=0)),
                ("entries", models.JSONField(default=list)),
                ("loose_from", models.PositiveIntegerField(default=0)),
                ("depth", models.PositiveIntegerField(default=0)),
                (
                    "shown",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "list of a member",
                "verbose_name_plural": "lists of members",
                "indexes": [models.Index(fields=["made_at"], name="recommend_ranking_made")],
            },
        ),
        migrations.RunPython(make_standard, migrations.RunPython.noop),
    ]
