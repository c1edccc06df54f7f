"""How well tags are found: words people mean are told from words they only name, and nothing leaks."""

import json
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from notes.actions import learn_words, write_text_tags
from tagging import atlas, gazetteer, matching
from tagging.evaluation import Example, evaluate
from tagging.extraction import Goods, extract
from tagging.models import Tag
from tests import make

pytestmark = pytest.mark.django_db
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "notes" / "xhs_notes.jsonl.gz"


def found(title="", text="", **kwargs):
    return [hit.name for hit in extract(title, text, **kwargs)]


def test_a_word_that_people_name_without_meaning_it_is_no_tag_any_more():
    Tag.objects.create(name="咖啡", is_vocabulary=True)
    Tag.objects.create(name="露营", is_vocabulary=True)
    for number in range(20):
        make.note(text=f"喝了咖啡 {number} #日常")
        make.note(title=f"露营第{number}天", text="#露营")
    assert found(text="今天喝咖啡去露营") == ["咖啡", "露营"]
    assert learn_words() == 2
    matching.forget()
    assert found(text="今天喝咖啡去露营") == ["露营"]
    assert set(Tag.objects.values_list("name", "named_count", "meant_count")) == {
        ("咖啡", 20, 0),
        ("露营", 20, 20),
    }
    assert learn_words() == 0


def test_notes_tagged_with_a_word_that_turned_out_unmeant_are_read_again():
    Tag.objects.create(name="咖啡", is_vocabulary=True)
    Tag.objects.create(name="露营", is_vocabulary=True)
    early = make.note(title="", text="今天喝咖啡去露营")
    liked = make.note(text="咖啡 #咖啡")
    write_text_tags([early, liked])
    for number in range(20):
        make.note(text=f"喝了咖啡 {number} #日常")
    learn_words()
    assert [tag.name for tag in early.tags.all()] == ["露营"]
    assert [tag.name for tag in liked.tags.all()] == ["咖啡"]
    early.refresh_from_db()
    assert (early.revision, early.processed_revision, early.indexed_revision) == (2, 2, 1)
    assert Tag.objects.get(name="咖啡").note_count == 1


def test_notes_without_hashtags_and_private_ones_teach_nothing():
    Tag.objects.create(name="咖啡", is_vocabulary=True)
    make.note(text="喝了咖啡")
    make.note(text="喝了咖啡 #日常", visibility="only_me")
    assert learn_words() == 0


def test_a_tag_that_few_notes_carry_is_looked_for_once_it_proved_itself():
    Tag.objects.create(name="城市漫游", note_count=8)
    assert found(title="周末城市漫游") == []
    Tag.objects.update(named_count=8, meant_count=8)
    matching.forget()
    assert found(title="周末城市漫游") == ["城市漫游"]


def test_products_name_brand_category_and_sort_of_thing():
    Tag.objects.create(name="Lancôme", kind="brand", is_vocabulary=True).aliases.create(name="兰蔻")
    Tag.objects.create(name="精华", kind="commodity", is_vocabulary=True)
    hits = extract("好用", "", goods=[Goods("新品 小黑瓶精华 30ml", brand="兰蔻", category="护肤")])
    assert [(hit.name, hit.kind, hit.how) for hit in hits] == [
        ("Lancôme", "brand", "product"),
        ("护肤", "commodity", "product"),
        ("精华", "commodity", "product"),
    ]


def test_each_note_is_left_out_of_what_is_known_about_it():
    alone = [Example.of("极光之旅", "#极光之旅", [])]
    assert evaluate(alone * 5)["right"] == 0  # four others: too few to know the word
    known = evaluate(alone * 8)
    assert (known["precision"], known["recall"], known["n"]) == (1.0, 1.0, 8)


def test_what_the_site_counted_is_not_used():
    Tag.objects.create(name="极光之旅", note_count=500, named_count=500, meant_count=500)
    assert evaluate([Example.of("极光之旅", "#极光之旅", [])])["found"] == 0


def test_hashtags_are_hidden_and_spellings_meet():
    result = evaluate([Example.of("Dinner in Dallas", "好吃 #達拉斯", ["达拉斯"])])
    assert (result["n"], result["right"], result["kinds"]["place"]["recall"]) == (1, 1, 1.0)


def test_the_command_prints_json_writes_nothing_and_names_bad_lines(tmp_path, capsys):
    file = tmp_path / "notes.jsonl"
    rows = [
        {"id": "1", "title": "在上海喝咖啡", "text": "#上海", "tags": ["咖啡"]},
        {"title": None, "text": 3},
    ]
    file.write_text("\n".join([*map(json.dumps, rows), "{"]), encoding="utf-8")
    call_command("evaluate_tagging", file)
    out = capsys.readouterr()
    result = json.loads(out.out)
    assert (result["notes"], result["n"], result["bad_lines"]) == (1, 2, 1)
    assert out.err.startswith("line 3:")
    assert not Tag.objects.exists()
    with pytest.raises(CommandError):
        call_command("evaluate_tagging", tmp_path / "none.jsonl")


@pytest.mark.skipif(not REAL.exists(), reason="the real notes are not here")
def test_on_real_notes_most_tags_found_are_meant(capsys):
    call_command("evaluate_tagging", REAL)
    result = json.loads(capsys.readouterr().out)
    assert result["precision"] > 0.6
    assert result["recall"] > 0.06
    assert result["kinds"]["place"]["precision"] > 0.6
    assert result["ms_per_note"] < 5


def test_the_gazetteer_is_what_its_sources_say(tmp_path):
    atlas.write(tmp_path / "places.tsv")
    assert (tmp_path / "places.tsv").read_bytes() == gazetteer.PLACES.read_bytes()


def test_a_fresh_process_reads_the_vocabulary_quickly():
    gazetteer.places.cache_clear()
    started = time.process_time()
    matching.Vocabulary.load()
    assert time.process_time() - started < 0.6
