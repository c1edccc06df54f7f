"""Names become tags once, whoever brings them; counts stay true."""

import threading

import pytest
from django.db import connection

from tagging.actions import count_notes, load_vocabulary, resolve
from tagging.models import Tag, TagAlias
from tests import make


@pytest.mark.django_db
class TestResolve:
    def test_spellings_lead_to_one_tag(self):
        tags = resolve(["Two Words", "two-words", "ＴＷＯ words"])
        assert len(tags) == 3
        assert len({tag.pk for tag in tags.values()}) == 1
        assert Tag.objects.count() == 1

    def test_known_tags_and_aliases_are_used(self):
        coffee = make.tag(name="咖啡")
        TagAlias.objects.create(tag=coffee, name="Coffee")
        assert resolve(["咖啡", "COFFEE"]) == {"咖啡": coffee, "COFFEE": coffee}

    def test_banned_empty_and_long_names_are_left_out(self):
        make.tag(name="spam", is_banned=True)
        assert resolve(["spam", "", "#", " - ", "x" * 65, "😀" * 200, "ﷺ" * 20]) == {}
        assert Tag.objects.count() == 1

    def test_slugs_stay_unique(self):
        tags = resolve(["c", "c!", "c?", "😀", "😀😀"])
        assert len({tag.slug for tag in tags.values()}) == 5

    def test_a_place_gets_coordinates_and_its_other_names(self):
        (place,) = resolve(["达拉斯"], kind=Tag.Kind.PLACE).values()
        assert place.lat == pytest.approx(32.8, abs=0.2)
        assert resolve(["DALLAS", "達拉斯"]) == {"DALLAS": place, "達拉斯": place}

    @pytest.mark.parametrize("number", [1, 300])
    def test_queries_do_not_grow_with_the_names(self, number, django_assert_max_num_queries):
        resolve(["warm up"])
        with django_assert_max_num_queries(10):
            resolve([f"name {n}" for n in range(number)])


@pytest.mark.django_db(transaction=True)
def test_many_bring_the_same_new_names_at_once():
    results, errors = [], []
    start = threading.Barrier(6)

    def bring():
        try:
            start.wait()
            results.append(
                {name: tag.pk for name, tag in resolve(["早茶", "饮茶", "点心", "c", "c!"]).items()}
            )
        except Exception as error:  # noqa: BLE001 - any of them fails the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=bring) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert all(result == results[0] and len(result) == 5 for result in results)
    assert Tag.objects.count() == 5


@pytest.mark.django_db
def test_counts_add_up_and_never_fall_below_zero():
    a, b = make.tag(note_count=3), make.tag(note_count=1)
    count_notes({a.pk: 2, b.pk: -5})
    count_notes({a.pk: 0})
    count_notes({})
    a.refresh_from_db()
    b.refresh_from_db()
    assert (a.note_count, b.note_count) == (5, 0)


@pytest.mark.django_db
def test_our_starting_words_can_be_loaded_again():
    make.tag(name="火锅")
    chosen = make.tag(name="Nike", kind=Tag.Kind.PERSON)
    number = load_vocabulary()
    words = Tag.objects.count()
    aliases = TagAlias.objects.count()
    assert number >= 300
    assert Tag.objects.get(name="火锅").kind == Tag.Kind.COMMODITY
    chosen.refresh_from_db()
    assert chosen.kind == Tag.Kind.PERSON
    assert load_vocabulary() == number
    assert (Tag.objects.count(), TagAlias.objects.count()) == (words, aliases)
    assert not TagAlias.objects.filter(name__in=Tag.objects.values("key")).exists()
