import io
import xml.etree.ElementTree as ET

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from notes import actions, share_links
from notes.models import Note, Share
from tests import make

HIDDEN = [
    {"status": Note.Status.IN_REVIEW},
    {"status": Note.Status.REMOVED},
    {"visibility": Note.Visibility.FOLLOWERS},
    {"visibility": Note.Visibility.ONLY_ME},
]


@pytest.mark.django_db
def test_a_short_address_leads_to_the_note_and_is_counted_by_channel(client, run_tasks):
    note = make.note()
    for channel, times in ((Share.Channel.COPY, 2), (Share.Channel.QR, 1)):
        for _ in range(times):
            answer = client.get(share_links.path_of(note.pk, channel))
            assert answer.status_code == 302
            assert answer["Location"] == note.get_absolute_url()
    assert actions.flush_visits() == 3
    assert actions.flush_visits() == 0
    counted = dict(Share.objects.filter(note=note).values_list("channel", "visit_count"))
    assert counted == {"c": 2, "q": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["x1", "c", "c!!", "c" + "z" * 20, "q-5"])
def test_a_code_that_is_none_of_ours_is_not_found(client, code):
    assert client.get(f"/s/{code}/").status_code == 404


@pytest.mark.parametrize("number", [1, 35, 36, 12_345_678])
def test_codes_mean_what_they_were_made_from(number):
    assert share_links.meaning_of(share_links.code_of(number, "q")) == (number, "q")


@pytest.mark.django_db
def test_members_shares_are_counted_on_the_note(client, member):
    note = make.note()
    address = reverse("notes:shared", args=[note.pk])
    assert client.post(address, {"channel": "c"}).status_code == 302  # to the sign-in page
    client.force_login(member)
    client.post(address, {"channel": "c"}, headers={"HX-Request": "true"})
    client.post(address, {"channel": "nonsense"})
    note.refresh_from_db()
    assert note.share_count == 1
    assert Share.objects.get(note=note).share_count == 1
    assert client.get(address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("state", HIDDEN)
def test_what_not_everybody_sees_is_not_passed_on(client, member, state):
    note = make.note(**state)
    url = f"http://testserver{note.get_absolute_url()}"
    for viewer in (None, member, note.author):
        if viewer:
            client.force_login(viewer)
        assert client.get(reverse("notes:share", args=[note.pk])).status_code == 404
        assert client.get(reverse("notes:card", args=[note.pk])).status_code == 404
        assert client.get(reverse("notes:oembed"), {"url": url}).status_code == 404
        assert str(note) not in client.get(reverse("notes:profile_feed", args=[note.author.handle])).text


@pytest.mark.django_db
@pytest.mark.parametrize("photos", [0, 1])
def test_the_picture_to_pass_on_has_the_promised_size(client, photos):
    note = make.note(title="一壶龙井，半日清闲", photos=photos)
    if photos:
        data = make.jpeg(900, 1200, "teal")
        picture = Image.open(io.BytesIO(data))
        out = io.BytesIO()
        picture.save(out, "WEBP")
        cover = note.photos.first()
        cover.widths, cover.width, cover.height = [900], 900, 1200
        cover.save()
        default_storage.save(f"{cover.folder}/900.webp", ContentFile(out.getvalue()))
    sheet = client.get(reverse("notes:share", args=[note.pk])).text
    answer = client.get(reverse("notes:card", args=[note.pk]))
    assert answer["Content-Type"] == "image/jpeg"
    image = Image.open(io.BytesIO(answer.content))
    assert image.width == 1080
    assert f'height="{image.height}"' in sheet
    assert not image.getexif()


@pytest.mark.django_db
def test_oembed_describes_a_note_and_escapes_it(client):
    note = make.note(title="<b>tea</b> & cake", author__name="Lin <i>")
    for path in (note.get_absolute_url(), share_links.path_of(note.pk, "c")):
        body = client.get(
            reverse("notes:oembed"), {"url": f"http://testserver{path}", "maxwidth": "300"}
        ).json()
        assert body["version"] == "1.0"
        assert body["type"] == "rich"
        assert body["width"] == 300
        assert body["title"] == "<b>tea</b> & cake"
        assert "<b>" not in body["html"]
        assert "<i>" not in body["html"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "http://elsewhere.example/notes/1/",
        "http://testserver/mall/",
        "http://testserver/notes/99999/",
    ],
)
def test_oembed_knows_only_our_notes(client, url):
    assert client.get(reverse("notes:oembed"), {"url": url}).status_code == 404


@pytest.mark.django_db
def test_a_profile_and_a_tag_can_be_read_as_rss(client, django_assert_max_num_queries):
    author = make.user(name="Lin")
    tag = make.tag(name="早茶")
    notes = [
        make.note(author=author, title=f"Note {n} <x>", text="a\nb & c", tags=["早茶"]) for n in range(3)
    ]
    make.note(author=author, title="hidden", status=Note.Status.IN_REVIEW, tags=["早茶"])
    for address in (
        reverse("notes:profile_feed", args=[author.handle]),
        reverse("recommend:tag_feed", args=[tag.slug]),
    ):
        with django_assert_max_num_queries(4):
            answer = client.get(address)
        titles = [item.findtext("title") for item in ET.fromstring(answer.content).iter("item")]
        assert titles == [note.title for note in reversed(notes)]
    assert client.get(reverse("notes:profile_feed", args=["nobody"])).status_code == 404
