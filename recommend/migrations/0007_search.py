import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Which transaction wrote or removed a search entry is noted by the database, so that nothing can forget to.
FEED = """
CREATE FUNCTION recommend_document_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_in := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE FUNCTION recommend_document_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO recommend_removeddocument (note_id, changed_in)
    VALUES (OLD.note_id, pg_current_xact_id()::text::bigint)
    ON CONFLICT (note_id) DO UPDATE SET changed_in = EXCLUDED.changed_in;
    RETURN NULL;
END $$;
CREATE TRIGGER recommend_document_written BEFORE INSERT OR UPDATE ON recommend_notedocument
    FOR EACH ROW EXECUTE FUNCTION recommend_document_written();
CREATE TRIGGER recommend_document_removed AFTER DELETE ON recommend_notedocument
    FOR EACH ROW EXECUTE FUNCTION recommend_document_removed();
"""
NO_FEED = """
DROP TRIGGER recommend_document_removed ON recommend_notedocument;
DROP TRIGGER recommend_document_written ON recommend_notedocument;
DROP FUNCTION recommend_document_removed();
DROP FUNCTION recommend_document_written();
"""

# One and two characters at each place of a name: any part of a short text is found by an index.
GRAMS = """
CREATE FUNCTION recommend_grams(name text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
    SELECT coalesce(array_agg(DISTINCT gram), '{}')
    FROM (SELECT lower(normalize(name, NFKC)) AS folded) AS whole,
         generate_series(1, char_length(folded)) AS place,
         (VALUES (1), (2)) AS size (n),
         substr(folded, place, n) AS gram
$$;
CREATE INDEX recommend_people_grams ON accounts_user
    USING gin (recommend_grams((handle || ' ' || name)::text)) WHERE is_active;
CREATE INDEX recommend_tag_grams ON tagging_tag USING gin (recommend_grams(key::text)) WHERE NOT is_banned;
CREATE INDEX recommend_alias_grams ON tagging_tagalias USING gin (recommend_grams(name::text));
CREATE INDEX recommend_product_grams ON commerce_product USING gin (recommend_grams(name::text));
"""
NO_GRAMS = """
DROP INDEX recommend_people_grams, recommend_tag_grams, recommend_alias_grams, recommend_product_grams;
DROP FUNCTION recommend_grams(text);
"""


def begin(apps, schema_editor):
    apps.get_model("recommend", "IndexGeneration").objects.create()


def ask_for_entries(apps, schema_editor):
    """Entries written before have no text: the sweeper writes them again."""
    apps.get_model("notes", "Note").objects.filter(document__isnull=False).update(indexed_revision=0)


class Migration(migrations.Migration):
    dependencies = [
        ("recommend", "0006_circles"),
        ("accounts", "0001_initial"),
        ("commerce", "0001_initial"),
        ("notes", "0002_community"),
        ("tagging", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IndexGeneration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("generation", models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                "verbose_name": "generation of the search index",
                "verbose_name_plural": "generations of the search index",
            },
        ),
        migrations.CreateModel(
            name="RemovedDocument",
            fields=[
                ("note_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("changed_in", models.BigIntegerField(db_index=True)),
            ],
            options={
                "verbose_name": "removed search entry",
                "verbose_name_plural": "removed search entries",
            },
        ),
        migrations.CreateModel(
            name="PastSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=100)),
                ("text", models.CharField(max_length=100, verbose_name="words")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "past search",
                "verbose_name_plural": "past searches",
                "indexes": [models.Index(fields=["user", "-at"], name="recommend_past_searches")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="recommend_past_search_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="QuietSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=100, unique=True)),
                ("text", models.CharField(max_length=100, verbose_name="words")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
            ],
            options={
                "verbose_name": "search kept off the hot list",
                "verbose_name_plural": "searches kept off the hot list",
            },
        ),
        migrations.CreateModel(
            name="SearchCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("key", models.CharField(editable=False, max_length=100)),
                ("text", models.CharField(max_length=100, verbose_name="words")),
                ("searches", models.PositiveIntegerField(default=0, verbose_name="searches")),
            ],
            options={
                "verbose_name": "searches of a day",
                "verbose_name_plural": "searches by day",
                "indexes": [models.Index(fields=["day", "-searches"], name="recommend_searches_of_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "key"), name="recommend_search_count_once")
                ],
            },
        ),
        migrations.AddField("notedocument", "changed_in", models.BigIntegerField(default=0, editable=False)),
        migrations.AddField("notedocument", "text", models.TextField(default="")),
        migrations.AddIndex(
            "notedocument", models.Index(fields=["changed_in"], name="recommend_document_changed")
        ),
        migrations.RunSQL(FEED, NO_FEED),
        migrations.RunSQL(GRAMS, NO_GRAMS),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(ask_for_entries, migrations.RunPython.noop),
    ]
