"""One's own page: name, handle, picture; and the follow and block controls."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts import actions
from accounts.models import Block, Follow, User


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def ann(db):
    return actions.create_member(handle="ann", email="ann@example.com", password=None, name="Ann")


@pytest.fixture
def bob(db):
    return actions.create_member(handle="bob", email="bob@example.com", password=None, name="Bob")


@pytest.fixture
def as_ann(client, ann):
    client.force_login(ann)
    return client


def photo(size=(900, 600)) -> SimpleUploadedFile:
    """A JPEG with a place in its EXIF."""
    exif = Image.Exif()
    exif[0x010E] = "SECRET-DESCRIPTION"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("me.jpg", out.getvalue(), "image/jpeg")


def save(client, **fields):
    data = {"name": "Ann", "handle": "ann", "bio": "", "city": ""} | fields
    return client.post(reverse("accounts:profile"), data)


def test_a_profile_is_saved(as_ann, ann):
    answer = save(as_ann, name="安", bio="茶与书", city="杭州", handle="An.n_2")
    assert answer.url == reverse("accounts:profile")
    ann.refresh_from_db()
    assert (ann.name, ann.bio, ann.city, ann.handle) == ("安", "茶与书", "杭州", "an.n_2")
    assert "茶与书" in as_ann.get(answer.url).content.decode()


def test_saving_a_profile_leaves_counters_alone(as_ann, ann, bob):
    actions.set_follow(follower=bob, followed=ann, on=True)
    save(as_ann, name="New")
    ann.refresh_from_db()
    assert (ann.name, ann.follower_count) == ("New", 1)


@pytest.mark.parametrize(
    "handle", ["bob", "admin", "Hong.Jian", "a", "with space", "名字", "x" * 31, "_x_", "abc\n"]
)
def test_a_handle_that_is_taken_reserved_or_malformed_is_refused(as_ann, ann, bob, handle):
    answer = save(as_ann, handle=handle, bio="keep me")
    if handle == "abc\n":
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert "keep me" in answer.content.decode()
    ann.refresh_from_db()
    assert (ann.handle, ann.bio) == ("ann", "")


def test_a_picture_becomes_a_square_webp_without_exif(as_ann, ann):
    assert save(as_ann, avatar=photo()).status_code == 302
    ann.refresh_from_db()
    stored = ann.avatar.read()
    assert b"SECRET" not in stored
    assert b"Exif" not in stored
    image = Image.open(io.BytesIO(stored))
    assert (image.format, image.width) == ("WEBP", image.height)
    assert image.width <= 400
    assert not image.getexif()
    assert "me" not in ann.avatar.name


def test_a_new_picture_replaces_the_file_and_removing_deletes_it(
    as_ann, ann, media, django_capture_on_commit_callbacks
):
    def files():
        return [path for path in media.rglob("*") if path.is_file()]

    with django_capture_on_commit_callbacks(execute=True):
        save(as_ann, avatar=photo())
    (first,) = files()
    with django_capture_on_commit_callbacks(execute=True):
        save(as_ann, avatar=photo((50, 80)))
    (second,) = files()
    assert first != second
    with django_capture_on_commit_callbacks(execute=True):
        save(as_ann, remove_avatar="on")
    assert files() == []
    ann.refresh_from_db()
    assert not ann.avatar


@pytest.mark.parametrize(
    "content", [b"not a picture", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"]
)
def test_what_is_no_picture_is_refused_and_the_text_kept(as_ann, ann, content):
    answer = save(as_ann, avatar=SimpleUploadedFile("me.png", content, "image/png"), bio="keep me")
    assert answer.status_code == 422
    assert "keep me" in answer.content.decode()
    ann.refresh_from_db()
    assert not ann.avatar


def test_a_truncated_picture_is_refused(as_ann, ann):
    whole = photo().read()
    answer = save(as_ann, avatar=SimpleUploadedFile("me.jpg", whole[: len(whole) // 2]))
    assert answer.status_code == 422
    ann.refresh_from_db()
    assert not ann.avatar


def test_settings_are_for_members(client, db):
    for name in ("settings", "profile", "addresses", "address_new", "blocked"):
        page = reverse(f"accounts:{name}")
        assert client.get(page).url == f"{reverse('account_login')}?next={page}"


def test_following_by_form_and_by_fragment(as_ann, ann, bob):
    page = reverse("accounts:follow", args=["bob"])
    plain = as_ann.post(page, {"on": "1"})
    assert plain.url == bob.get_absolute_url()
    assert Follow.objects.get().followed == bob

    part = as_ann.post(page, {"on": "0"}, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    assert page in part.content.decode()
    assert not Follow.objects.exists()


def test_follow_refuses_get_strangers_and_foreign_targets(client, as_ann, ann, bob):
    page = reverse("accounts:follow", args=["bob"])
    assert as_ann.get(page).status_code == 405
    assert as_ann.post(page, {"on": "1", "next": "https://evil.example/"}).url == bob.get_absolute_url()
    assert as_ann.post(reverse("accounts:follow", args=["nobody"]), {"on": "1"}).status_code == 404
    client.logout()
    answer = client.post(page, {"on": "1"})
    assert answer.url.startswith(reverse("account_login"))
    assert Follow.objects.count() == 1


def test_one_cannot_follow_oneself_by_the_page(as_ann, ann):
    answer = as_ann.post(reverse("accounts:follow", args=["ann"]), {"on": "1"})
    assert answer.status_code == 302
    assert not Follow.objects.exists()


def test_a_block_hides_both_from_each_other_and_is_undone_on_its_page(as_ann, client, ann, bob):
    answer = as_ann.post(reverse("accounts:block", args=["bob"]), {"on": "1"})
    assert answer.url == reverse("accounts:blocked")
    assert Block.objects.filter(blocker=ann, blocked=bob).exists()
    assert "Bob" in as_ann.get(answer.url).content.decode()
    page = as_ann.get(bob.get_absolute_url())
    assert page.status_code == 404
    assert "You blocked Bob" in page.content.decode()
    assert as_ann.post(reverse("accounts:follow", args=["bob"]), {"on": "1"}).status_code == 404

    client.force_login(bob)
    page = client.get(ann.get_absolute_url())
    assert page.status_code == 404
    assert "You blocked" not in page.content.decode()
    client.force_login(ann)
    as_ann.post(reverse("accounts:block", args=["bob"]), {"on": "0"})
    assert not Block.objects.exists()
    assert as_ann.get(bob.get_absolute_url()).status_code == 200


def test_a_shut_out_member_is_seen_by_nobody(as_ann, bob):
    actions.set_active(user_ids=[bob.pk], on=False)
    assert as_ann.get(bob.get_absolute_url()).status_code == 404
    assert not User.objects.visible_to(bob).filter(pk=bob.pk).exists()
