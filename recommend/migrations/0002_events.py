import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.math
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Django's own CREATE TABLE knows no partitions. What stands here is what the model says, partitioned by day.
CREATE_EVENTS = """
CREATE TABLE recommend_event (
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    id bigint NOT NULL DEFAULT (random() * 4611686018427387904)::bigint,
    user_id bigint,
    kind smallint NOT NULL,
    surface smallint NOT NULL DEFAULT 0,
    note_id bigint,
    product_id bigint,
    "position" smallint NOT NULL DEFAULT 0,
    dwell_ms integer NOT NULL DEFAULT 0,
    arm smallint NOT NULL DEFAULT 0,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);

CREATE INDEX recommend_event_of_user ON recommend_event (user_id, at) INCLUDE (kind, note_id);
CREATE INDEX recommend_event_of_note ON recommend_event (note_id, at);
CREATE INDEX recommend_event_act ON recommend_event (id) WHERE kind >= 4;

-- What belongs to no day below is kept here, so that no insert ever fails.
CREATE TABLE recommend_event_other PARTITION OF recommend_event DEFAULT;

DO $$
DECLARE
    day date;
BEGIN
    FOR ahead IN -1..7 LOOP
        day := (now() AT TIME ZONE 'UTC')::date + ahead;
        EXECUTE format(
            'CREATE TABLE %I PARTITION OF recommend_event FOR VALUES FROM (%L) TO (%L)',
            'recommend_event_' || to_char(day, 'YYYYMMDD'), day || ' 00:00+00', (day + 1) || ' 00:00+00'
        );
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_personalisation"),
        ("commerce", "0001_initial"),
        ("notes", "0002_community"),
        ("recommend", "0001_initial"),
        ("tagging", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE_EVENTS, "DROP TABLE recommend_event")],
            state_operations=[
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "at", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                            ),
                        ),
                        (
                            "id",
                            models.BigIntegerField(
                                db_default=django.db.models.functions.comparison.Cast(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.functions.math.Random(),
                                        "*",
                                        models.Value(4611686018427387904),
                                    ),
                                    models.BigIntegerField(),
                                )
                            ),
                        ),
                        (
                            "kind",
                            models.SmallIntegerField(
                                choices=[
                                    (1, "seen"),
                                    (2, "opened"),
                                    (3, "read"),
                                    (4, "hidden"),
                                    (5, "liked"),
                                    (6, "saved"),
                                    (7, "commented"),
                                    (8, "shared"),
                                    (9, "followed"),
                                    (10, "bought"),
                                ],
                                verbose_name="what",
                            ),
                        ),
                        (
                            "surface",
                            models.SmallIntegerField(
                                choices=[
                                    (0, "elsewhere"),
                                    (1, "Discover"),
                                    (2, "Following"),
                                    (3, "Nearby"),
                                    (4, "Search"),
                                    (5, "similar notes"),
                                    (6, "profile"),
                                    (7, "channel"),
                                    (8, "product"),
                                    (9, "tag"),
                                    (10, "circle"),
                                ],
                                db_default=0,
                                verbose_name="where",
                            ),
                        ),
                        (
                            "position",
                            models.SmallIntegerField(db_default=0, verbose_name="place in the list"),
                        ),
                        ("dwell_ms", models.IntegerField(db_default=0, verbose_name="read for (ms)")),
                        ("arm", models.SmallIntegerField(db_default=0, verbose_name="arm of the experiment")),
                        (
                            "note",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="notes.note",
                                verbose_name="note",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="commerce.product",
                                verbose_name="product",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="member",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event",
                        "verbose_name_plural": "events",
                        "indexes": [
                            models.Index(
                                fields=["user", "at"],
                                include=("kind", "note"),
                                name="recommend_event_of_user",
                            ),
                            models.Index(fields=["note", "at"], name="recommend_event_of_note"),
                            models.Index(
                                condition=models.Q(("kind__gte", 4)),
                                fields=["id"],
                                name="recommend_event_act",
                            ),
                        ],
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weight", models.FloatField(default=0.0, verbose_name="weight")),
                (
                    "counted_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="counted"),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("learned", "learned"), ("chosen", "chosen"), ("removed", "taken out")],
                        default="learned",
                        max_length=7,
                        verbose_name="why",
                    ),
                ),
                ("reasons", models.JSONField(blank=True, default=dict)),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tagging.tag",
                        verbose_name="tag",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "interest",
                "verbose_name_plural": "interests",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "tag"), name="recommend_interest_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Taste",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="taste",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("learned_at", models.DateTimeField(null=True)),
                ("since", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "taste",
                "verbose_name_plural": "tastes",
            },
        ),
        migrations.CreateModel(
            name="NotInterested",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="notes.note",
                        verbose_name="note",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tagging.tag",
                        verbose_name="tag",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="not_interested",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "hidden by a member",
                "verbose_name_plural": "hidden by members",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "note"), name="recommend_hidden_note_once"),
                    models.UniqueConstraint(fields=("user", "author"), name="recommend_hidden_author_once"),
                    models.UniqueConstraint(fields=("user", "tag"), name="recommend_hidden_tag_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("author", None), ("note__isnull", False), ("tag", None)),
                            models.Q(("author__isnull", False), ("note", None), ("tag", None)),
                            models.Q(("author", None), ("note", None), ("tag__isnull", False)),
                            _connector="OR",
                        ),
                        name="recommend_hidden_one_thing",
                    ),
                ],
            },
        ),
    ]
