"""Admin lists that stay quick on large tables."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.db import connections
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin
from unfold.views import ChangeList
from unfold.widgets import UnfoldAdminSelect2MultipleWidget

EXACT_UP_TO = 10_000  # rows


def estimated_count(model: type[Model]) -> int:
    """Rows of a table as PostgreSQL's statistics know them; counted exactly while the table is small."""
    rows = model._default_manager.all()
    estimate = _statistics(rows)
    return estimate if estimate > EXACT_UP_TO else bounded_count(rows)


def bounded_count(rows: QuerySet) -> int:
    """The number of rows, counted no further than one beyond `EXACT_UP_TO`."""
    return rows.order_by()[: EXACT_UP_TO + 1].count()


def quick_count(rows: QuerySet, exact_up_to: int = 200_000) -> int:
    """The number of rows: exact in a table of at most `exact_up_to` rows, else the planner's estimate."""
    if _statistics(rows) <= exact_up_to:
        return rows.order_by().count()
    plan = json.loads(rows.order_by().values("pk").explain(format="json"))
    return plan[0]["Plan"]["Plan Rows"]


def _statistics(rows: QuerySet) -> int:
    with connections[rows.db].cursor() as cursor:
        table = connections[rows.db].ops.quote_name(rows.model._meta.db_table)
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])
        return cursor.fetchone()[0]


class EstimatingPaginator(Paginator):
    """Never counts a whole table: unfiltered lists are estimated, filtered ones counted up to a bound."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return bounded_count(rows) if rows.query.where else estimated_count(rows.model)


class LargeTableList(ChangeList):
    """Offers to show all rows only where a search or filter hides some."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not (self.query or self.has_active_filters):
            self.full_result_count = self.result_count


class LargeTableAdmin(ModelAdmin):
    """Base of all our admins: estimated counts, newest first, and only the edited columns written back."""

    paginator = EstimatingPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 200
    ordering = ["-pk"]
    compressed_fields = True
    warn_unsaved_form = True

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LargeTableList

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any):
        """Several of many are picked in a field that searches, not in two boxes with arrows."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field and db_field.name not in self.autocomplete_fields:
            field.widget = UnfoldAdminSelect2MultipleWidget()
            field.widget.choices = field.choices
            field.help_text = db_field.help_text
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write what the form changed and nothing else: counters may have moved since the page was opened."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        columns = {field.name for field in obj._meta.concrete_fields}
        changed = [name for name in form.changed_data if name in columns]
        if changed:
            obj.save(update_fields=changed)


class ReadOnlyAdmin(LargeTableAdmin):
    """Rows that are looked at, never written: history, logs, what a machine computed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
