"""The evaluation of similar items: its protocol, and that each likeness shows where it says something."""

import gzip
import io
import json
import random

import pytest
from django.core.management import CommandError, call_command

from recommend.similar import evaluation


def world(*, tags_tell: bool, people_tell: bool):
    """Items of ten kinds; people who like one kind. `tags_tell`: tags name the kind, else they are noise."""
    chance = random.Random(5)
    items = [
        {
            "id": f"i{number}",
            "tags": [f"k{number % 10}" if tags_tell else f"n{chance.randrange(30)}", f"x{number}"],
        }
        for number in range(200)
    ]
    acts = []
    for person in range(150):
        kind = person % 10
        own = [number for number in range(200) if number % 10 == kind] if people_tell else list(range(200))
        for at, number in enumerate(chance.sample(own, 10)):
            acts.append((f"p{person}", f"i{number}", float(at)))
    return items, acts


def test_the_last_fifth_is_looked_for_from_the_latest_of_the_rest():
    items = [{"id": str(number), "tags": []} for number in range(11)]
    histories = evaluation._histories(
        items, [("p", str(at), at) for at in range(11)][::-1] + [("p", "?", 99)]
    )
    taught, searches = evaluation._split(histories)
    assert taught["p"].tolist() == list(range(9))
    assert [(one.start, one.wanted) for one in searches] == [(8, 9), (7, 10)]


def test_tags_are_used_where_they_tell():
    found = evaluation.evaluate(*world(tags_tell=True, people_tell=True))
    assert (found["users"], found["items"], found["queries"]) == (150, 200, 300)
    assert found["tags_only"]["recall@20"] > 0.9
    assert found["engine"]["recall@20"] > 0.9
    assert found["popularity"]["recall@20"] < 0.3


def test_people_are_used_where_tags_are_noise():
    found = evaluation.evaluate(*world(tags_tell=False, people_tell=True))
    assert found["tags_only"]["recall@20"] < 0.3
    assert found["engine"]["recall@20"] > 0.7


def test_popularity_is_used_where_nothing_else_tells():
    items, acts = world(tags_tell=False, people_tell=False)
    chance = random.Random(7)
    acts += [
        (f"q{n}", f"i{item}", float(at))
        for n in range(300)
        for at, item in enumerate(chance.sample(range(30), 10))
    ]
    found = evaluation.evaluate(items, acts)
    assert found["engine"]["recall@20"] >= 0.9 * found["popularity"]["recall@20"] > 0.1


def test_the_command_reads_plain_and_packed_files(tmp_path):
    items, acts = world(tags_tell=True, people_tell=True)
    catalogue, likes = tmp_path / "items.jsonl", tmp_path / "likes.csv.gz"
    catalogue.write_text("\n".join(map(json.dumps, items)) + "\nnonsense\n")
    with gzip.open(likes, "wt") as file:
        file.write("user,item,timestamp\n" + "".join(f"{p},{i},{at}\n" for p, i, at in acts))
    out, err = io.StringIO(), io.StringIO()
    call_command("evaluate_similar", catalogue, likes, stdout=out, stderr=err)
    found = json.loads(out.getvalue())
    assert set(found) >= {"users", "items", "queries", "engine", "tags_only", "popularity", "seconds"}
    assert set(found["engine"]) == {"recall@20", "ndcg@20", "coverage"}
    assert "201" in err.getvalue()


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "user,item,timestamp\np,i,soon\n"])
def test_files_that_do_not_fit_are_named(tmp_path, text):
    (tmp_path / "items.jsonl").write_text('{"id": "i", "tags": []}\n')
    (tmp_path / "likes.csv").write_text(text)
    with pytest.raises(CommandError):
        call_command("evaluate_similar", tmp_path / "items.jsonl", tmp_path / "likes.csv")
    with pytest.raises(CommandError):
        call_command("evaluate_similar", tmp_path / "none.jsonl", tmp_path / "likes.csv")
