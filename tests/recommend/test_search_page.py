"""The search page: filters in the address, suggestions, what one searched for, what many search for."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.actions import set_follow
from recommend import search as searching
from recommend.models import Event, Kind, NotePlace, PastSearch, QuietSearch, SearchCount, Surface
from recommend.nearby import Spot, cell_at, parents
from recommend.search import Filters, building, files, memory, search_notes
from recommend.search import index as note_index
from tagging.models import TagAlias
from tests import make

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def index(index):
    def run(*notes):
        index(*notes)
        building.rebuild()

    files.remove_all()
    note_index.notes.look_now()
    yield run
    files.remove_all()
    note_index.notes.look_now()


def titles(viewer=VISITOR, spot=None, **chosen):
    return {note.title for note in search_notes("tea", viewer, Filters(**chosen), spot=spot).page}


class TestFilters:
    def test_by_kind(self, index):
        make.note(title="tea picture", photos=1)
        make.note(title="tea words", photos=0)
        make.note(title="tea film", photos=0, video_ms=9000)
        index()
        assert titles(kind="pictures") == {"tea picture"}
        assert titles(kind="text") == {"tea words"}
        assert titles(kind="film") == {"tea film"}
        assert len(titles()) == 3

    def test_by_time(self, index):
        now = timezone.now()
        make.note(title="tea today", published_at=now - timedelta(hours=2))
        make.note(title="tea this week", published_at=now - timedelta(days=3))
        make.note(title="tea long ago", published_at=now - timedelta(days=400))
        index()
        assert titles(time="day") == {"tea today"}
        assert titles(time="week") == titles(time="half-year") == {"tea today", "tea this week"}

    def test_by_who_wrote_and_what_was_opened(self, index, member):
        friend = make.user()
        mine, other = make.note(title="tea of a friend", author=friend), make.note(title="tea of another")
        index()
        set_follow(follower=member, followed=friend, on=True)
        Event.objects.create(user=member, note=other, kind=Kind.CLICK, surface=Surface.SEARCH)
        assert titles(member, who="followed") == {mine.title}
        assert titles(member, who="seen") == {other.title}
        assert titles(member, who="unseen") == {mine.title}
        assert titles(VISITOR, who="seen") == {mine.title, other.title}

    def test_by_distance(self, index):
        here, there = make.note(title="tea here"), make.note(title="tea there")
        make.note(title="tea nowhere")
        index()
        for note, point in ((here, (31.23, 121.47)), (there, (31.23, 121.60))):
            cell = cell_at(*point)
            cell6, cell4 = parents(cell)
            NotePlace.objects.update_or_create(
                note=note, defaults={"cell8": cell, "cell6": cell6, "cell4": cell4}
            )
        building.rebuild()
        spot = Spot(cell_at(31.23, 121.47))
        assert titles(spot=spot, near="5") == {"tea here"}
        assert titles(spot=spot, near="20") == {"tea here", "tea there"}
        assert len(titles(near="5")) == 3

    def test_stand_in_the_address_and_are_kept_by_more(self, index, client):
        for _ in range(31):
            make.note(title="tea", photos=1)
        index()
        page = client.get("/search/?q=tea&kind=pictures&sort=likes&time=week").content.decode()
        assert 'rel="next"' in page
        assert "/search/?q=tea&amp;kind=pictures&amp;sort=likes&amp;time=week&amp;after=" in page


class TestSuggestions:
    def test_name_kind_and_count(self, client):
        make.tag(name="早茶", kind="commodity", note_count=12)
        make.user(name="早茶小姐", handle="zaocha")
        make.product(name="早茶点心")
        page = client.get("/search/suggest/?q=早茶").content.decode()
        assert all(words in page for words in ("早茶", "commodity · 12 notes", "早茶小姐", "早茶点心"))

    @pytest.mark.parametrize("q", ["早", "ＣＯＦ", "cof", "咖", "Cof"])
    def test_one_character_width_and_alias(self, client, q):
        make.tag(name="早茶", note_count=2)
        make.tag(name="Coffee", note_count=2).aliases.create(name="咖啡")
        page = client.get("/search/suggest/", {"q": q}).content.decode()
        assert ("早茶" if q == "早" else "Coffee") in page

    def test_cost_few_queries(self, client, django_assert_max_num_queries):
        make.tag(name="早茶", note_count=2)
        with django_assert_max_num_queries(12):
            client.get("/search/suggest/?q=早茶")


class TestPastSearches:
    def test_are_kept_for_the_member_alone(self, client_of, member, client):
        client_of(member).get("/search/?q=早茶")
        client.get("/search/?q=secret")
        assert list(PastSearch.objects.values_list("user", "text")) == [(member.pk, "早茶")]
        assert "早茶" in client_of(member).get("/search/suggest/").content.decode()
        assert "早茶" not in client_of(make.user()).get("/search/suggest/").content.decode()

    def test_the_latest_first_each_once(self, client_of, member):
        browser = client_of(member)
        for q in ("tea", "cake", "TEA"):
            browser.get("/search/", {"q": q})
        assert searching.past_searches(member) == ["TEA", "cake"]

    def test_one_or_all_can_be_forgotten(self, client_of, member):
        other = make.user()
        for user in (member, other):
            for q in ("tea", "cake"):
                searching.remember(q, user)
        browser = client_of(member)
        browser.post("/search/forget/", {"q": "tea"})
        assert searching.past_searches(member) == ["cake"]
        browser.post("/search/forget/")
        assert searching.past_searches(member) == []
        assert len(searching.past_searches(other)) == 2

    def test_are_not_kept_for_those_who_do_not_want_it(self, client_of, member):
        member.is_personalised = False
        member.save(update_fields=["is_personalised"])
        client_of(member).get("/search/?q=tea")
        assert not PastSearch.objects.exists()

    def test_only_a_few_are_kept(self, member):
        for number in range(30):
            searching.remember(f"tea {number}", member)
        memory.tidy()
        assert PastSearch.objects.filter(user=member).count() == memory.KEPT_OF_ONE


class TestHotSearches:
    @pytest.fixture(autouse=True)
    def _none_waits(self, db):
        memory.write_counts()  # what earlier tests searched for
        SearchCount.objects.all().delete()

    def search(self, people, q):
        for number in people:
            searching.count(q, f"person {number}")
        memory.write_counts()

    def test_what_several_people_search_for(self):
        self.search(range(4), "早茶")
        self.search([1] * 9, "only mine")
        self.search(range(3), "火锅")
        assert searching.hot_searches() == ["早茶", "火锅"]

    def test_a_person_counts_once_a_day(self):
        self.search([1, 1, 1], "tea")
        assert SearchCount.objects.get().searches == 1

    def test_an_operator_and_a_ban_keep_words_off(self):
        self.search(range(4), "spam offer")
        self.search(range(4), "badtag")
        QuietSearch.objects.create(key="spam", text="spam")
        make.tag(name="badtag", is_banned=True)
        assert searching.hot_searches() == []

    def test_without_them_popular_tags_stand_there(self, client):
        make.tag(name="咖啡", note_count=9)
        assert searching.hot_searches() == ["咖啡"]
        assert "咖啡" in client.get("/search/").content.decode()


class TestPage:
    def test_the_exact_tag_and_its_kin_stand_above(self, index, client):
        make.tag(name="早茶", kind="commodity", note_count=3)
        make.tag(name="早茶店", note_count=2)
        for number in range(2):
            make.note(title=f"早茶 {number}", tags=["点心"])
        index()
        page = client.get("/search/?q=早茶").content.decode()
        assert all(words in page for words in ("search-exact", "早茶店", "点心"))

    def test_places_found_are_marked(self, index, client):
        make.note(title="Morning", text="We had <b>dim sum</b>, and then some more 虾饺 there.", photos=1)
        make.note(title="Five <i>egg tarts</i>, ranked", photos=1)
        index()
        assert "<mark>虾饺</mark>" in client.get("/search/?q=虾饺").content.decode()
        assert "&lt;b&gt;<mark>dim</mark>" in client.get("/search/?q=dim").content.decode()
        assert "Five &lt;i&gt;<mark>egg</mark> tarts" in client.get("/search/?q=egg").content.decode()
        assert "<mark>虾餃</mark>" not in client.get("/search/?q=虾餃").content.decode()

    def test_a_snippet_begins_with_a_whole_word(self, index, client):
        make.note(title="Hills", text="For an hour we followed the tea trail past the terraces.", photos=1)
        index()
        assert "…the <mark>tea</mark> trail" in client.get("/search/?q=tea").content.decode()

    def test_a_note_without_picture_shows_where_too(self, index, client):
        make.note(title="Hills", text="For an hour we followed the tea trail past the terraces.", photos=0)
        index()
        assert "<mark>tea</mark> trail" in client.get("/search/?q=tea").content.decode()

    @pytest.mark.parametrize("q", ["Haidilao", "海底捞", "海底撈"])
    def test_the_tag_of_this_name_or_with_it_as_another_stands_above(self, index, client, q):
        tag = make.tag(name="Haidilao", kind="brand", note_count=5)
        TagAlias.objects.create(tag=tag, name="海底捞")
        make.tag(name="海底捞火锅", note_count=9)
        make.note(title="Hotpot", tags=[tag])
        index()
        assert searching.around(q, search_notes(q, VISITOR))["exact"] == tag
        assert 'class="search-exact"' in client.get("/search/", {"q": q}).content.decode()

    def test_what_says_a_word_twice_is_looked_for_whole(self, index):
        make.note(title="不要不要", hot=1)
        for _ in range(5):
            make.note(title="不要", text="不要走，不要来", like_count=90)
        index()
        assert [note.title for note in search_notes("不要不要", VISITOR).page] == ["不要不要"]

    def test_phones_show_what_was_asked_for(self, client):
        asked = client.get("/search/?q=tea&tab=people").content.decode()
        assert "search--asked" in asked
        assert "data-open-search" not in asked
        assert "data-open-search" in client.get("/search/").content.decode()

    @pytest.mark.parametrize(
        ("typed", "meant"), [("cofee", "coffee"), ("早查", "早茶"), ("星巴客", "星巴克")]
    )
    def test_a_slip_is_offered_set_right(self, index, client, typed, meant):
        make.tag(name=meant, note_count=8)
        for _ in range(6):
            make.note(title=f"{meant} time", tags=[meant])
        index()
        assert meant in searching.around(typed, search_notes(typed, VISITOR))["meant"]
        assert "Did you mean" in client.get("/search/", {"q": typed}).content.decode()

    def test_a_word_with_a_hyphen_may_be_meant_without(self, index):
        for _ in range(3):
            make.note(title="My h1b year")
        index()
        assert searching.around("H-1B", search_notes("H-1B", VISITOR))["meant"] == ["h1b"]

    def test_a_slip_in_another_name_is_set_right_once(self, index):
        tag = make.tag(name="Haidilao", kind="brand", note_count=8)
        TagAlias.objects.create(tag=tag, name="海底捞")
        for _ in range(6):
            make.note(title="Haidilao, haidilao", tags=[tag])
        index()
        assert searching.around("海低捞", search_notes("海低捞", VISITOR))["meant"] == ["海底捞"]
        assert searching.around("haidilo", search_notes("haidilo", VISITOR))["meant"] == ["Haidilao"]

    def test_nothing_found_leads_to_near_tags(self, index, client):
        make.tag(name="广州早茶", note_count=5)
        index()
        page = client.get("/search/?q=早茶攻略大全").content.decode()
        assert all(words in page for words in ("These tags come close", "广州早茶"))

    def test_at_most_one_paid_among_the_first_ten(self, index, client):
        brand = make.brand()
        for number in range(30):
            make.note(title="tea", paid_brand=brand if number % 3 == 0 else None)
        index()
        page = search_notes("tea", VISITOR).page.rows
        paid = [at for at, note in enumerate(page) if note.paid_brand_id]
        assert len([at for at in paid if at < 10]) <= 1
        assert len(paid) <= len(page) * 0.2
        assert all(b - a >= 5 for a, b in zip(paid, paid[1:], strict=False))

    @pytest.mark.parametrize(
        "address", ["?q=tea", "?q=tea&tab=products", "?q=tea&tab=people", "?q=tea&tab=tags", ""]
    )
    def test_costs_few_queries(self, index, client_of, member, address, django_assert_max_num_queries):
        for number in range(31):
            make.note(title="tea", tags=[f"tea {number % 3}"], photos=1)
            make.user(name="tea")
        index()
        browser = client_of(member)
        with django_assert_max_num_queries(12):
            assert browser.get(f"/search/{address}").status_code == 200


class TestApi:
    def test_notes_with_filters(self, index, client):
        make.note(title="tea words", photos=0)
        make.note(title="tea picture", photos=1)
        index()
        found = client.get("/api/v1/search/?q=tea&kind=text").json()["results"]
        assert [note["title"] for note in found] == ["tea words"]

    def test_products_people_and_tags(self, client):
        make.product(name="青瓷茶杯")
        make.user(name="青瓷先生")
        make.tag(name="青瓷", note_count=1)
        for kind, name in (("products", "青瓷茶杯"), ("people", "青瓷先生"), ("tags", "青瓷")):
            found = client.get(f"/api/v1/search/{kind}/", {"q": "青瓷"}).json()["results"]
            assert [row["name"] for row in found] == [name]

    def test_suggestions_and_history(self, client_of, client, member):
        make.tag(name="tea", note_count=4)
        assert client.get("/api/v1/search/suggestions/?q=te").json() == [
            {"kind": "topic", "text": "tea", "url": "/tags/tea/", "number": 4}
        ]
        assert client.get("/api/v1/search/history/").status_code in (401, 403)
        searching.remember("tea", member)
        browser = client_of(member)
        assert browser.get("/api/v1/search/history/").json() == [{"q": "tea"}]
        assert browser.delete("/api/v1/search/history/").status_code == 204
        assert browser.get("/api/v1/search/history/").json() == []
