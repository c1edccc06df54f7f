"""The admin's frame: its sidebar, its marks, and lists that cost the same however long."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from inbox.models import Notification
from notes.models import Comment
from tests import make
from xhs.admin_site import GROUPS

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, operator):
    return client_of(operator)


def test_every_model_has_its_place_in_the_sidebar():
    placed = [label for _title, items in GROUPS for label, _icon in items]
    assert sorted(placed) == sorted(model._meta.label for model in admin.site._registry)


def test_the_sidebar_leads_to_refunds(desk):
    assert reverse("admin:commerce_refund_changelist") in desk.get(reverse("admin:index")).content.decode()


def test_a_wrong_number_is_no_error_of_ours(desk):
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=["abc"])
        assert desk.get(address).status_code in (302, 403, 404), address


def test_all_rows_are_offered_only_where_some_are_hidden(desk):
    make.tag(name="早茶")
    address = reverse("admin:tagging_tag_changelist")
    assert "Show all" not in desk.get(address).content.decode()
    assert "Show all" in desk.get(address, {"q": "早"}).content.decode()


@pytest.mark.parametrize(
    "label", ["notes.Note", "notes.Comment", "inbox.Notification", "tagging.TagAlias", "moderation.Case"]
)
def test_lists_cost_the_same_however_long(desk, label, django_assert_max_num_queries):
    model = apps.get_model(label)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    desk.get(address)
    counts = []
    for size in (2, 8):
        for _ in range(size):
            note = make.note()
            make.comment(note=note)
            Notification.objects.create(recipient=note.author, actor=make.user(), kind="follow")
        with django_assert_max_num_queries(25) as counted:
            assert desk.get(address).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_comments_are_removed_by_those_who_may_change_them_only(client_of):
    comment, clerk = make.comment(note=make.note(comment_count=1)), make.user(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_comment"))
    address = reverse("admin:notes_comment_changelist")
    asked = {"action": "remove_comments", "_selected_action": [comment.pk]}

    client_of(clerk).post(address, asked)
    assert not Comment.objects.get(pk=comment.pk).is_removed

    clerk.user_permissions.add(Permission.objects.get(codename="change_comment"))
    client_of(type(clerk).objects.get(pk=clerk.pk)).post(address, asked)
    assert Comment.objects.get(pk=comment.pk).is_removed


def test_rights_are_picked_in_a_field_that_searches(desk, member):
    page = desk.get(reverse("admin:accounts_user_change", args=[member.pk])).content.decode()
    assert page.count("unfold-admin-autocomplete") >= 2
    assert "Control" not in page
