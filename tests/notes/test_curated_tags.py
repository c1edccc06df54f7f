"""What a person decided about a tag of a note holds, whatever its text, hashtags or products say later."""

import pytest
from zeal import zeal_ignore

from notes import actions
from notes.models import Note, RefusedTag, TaggedNote
from tagging import matching
from tagging.models import Tag
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_vocabulary():
    matching.forget()
    yield
    matching.forget()


def again(note):
    """The text is read once more."""
    actions.write_text_tags([Note.objects.get(pk=note.pk)])


def tags(note) -> dict[str, str]:
    return dict(note.tagged.values_list("tag__name", "source"))


def test_a_hashtag_taken_off_by_a_curator_stays_off(operator):
    note = make.note(text="#早茶 #点心")
    again(note)
    assert actions.curate_tag(note=note, tag=Tag.objects.get(name="早茶"), on=False)
    again(note)
    assert tags(note) == {"点心": "author"}
    assert not actions.curate_tag(note=note, tag=Tag.objects.get(name="早茶"), on=False)


def test_the_author_cannot_lift_a_curators_refusal(run_tasks):
    note = make.note(text="#早茶")
    again(note)
    actions.curate_tag(note=note, tag=Tag.objects.get(), on=False)
    with run_tasks():
        actions.edit_note(note=note, refused_tags=[], accepted_tags=["早茶"])
    again(note)
    assert tags(note) == {}


def test_a_tag_put_on_by_a_curator_stays_and_lifts_the_refusal():
    tag = make.tag(name="早茶")
    note = make.note(text="平静的早晨")
    actions.curate_tag(note=note, tag=tag, on=False)
    assert actions.curate_tag(note=note, tag=tag, on=True)
    again(note)
    assert tags(note) == {"早茶": "curator"}
    assert not RefusedTag.objects.exists()


def test_a_curator_confirms_what_the_text_says():
    Tag.objects.create(name="露营", is_vocabulary=True)
    note = make.note(title="露营", text="")
    again(note)
    revision = note.revision
    assert actions.curate_tag(note=note, tag=Tag.objects.get(), on=True)
    Note.objects.filter(pk=note.pk).update(title="别的")
    again(note)
    assert tags(note) == {"露营": "curator"}
    assert Note.objects.get(pk=note.pk).revision == revision
    assert Tag.objects.get().note_count == 1


def test_products_shown_give_tags_until_they_are_gone():
    note = make.note(products=[make.product(name="保湿面霜", brand=make.brand(name="兰蔻"))])
    again(note)
    assert tags(note)["兰蔻"] == TaggedNote.Source.PRODUCT
    note.product_tags.all().delete()
    again(note)
    assert "兰蔻" not in tags(note)


def test_a_product_chosen_later_brings_its_tags_at_once(run_tasks):
    note = make.note()
    with run_tasks():
        actions.edit_note(note=note, products=[make.product(brand=make.brand(name="兰蔻"))])
    assert tags(note)["兰蔻"] == TaggedNote.Source.PRODUCT
    with run_tasks():
        actions.edit_note(note=note, products=[])
    assert "兰蔻" not in tags(note)


def test_in_the_admin_a_tag_is_exchanged_for_another(client_of, operator, run_tasks):
    old, new = make.tag(name="旧"), make.tag(name="新")
    note = make.note(tags=[old])
    row = note.tagged.get()
    client = client_of(operator)
    page = client.get(f"/admin/notes/note/{note.pk}/change/")
    form = {
        name: value
        for formset in page.context["inline_admin_formsets"]
        for name, value in formset.formset.management_form.initial.items()
        for name, value in [(f"{formset.formset.prefix}-{name}", value)]
    }
    form |= {"author": note.author_id, "title": note.title, "text": note.text, "place": ""}
    form |= {"tagged-0-id": row.pk, "tagged-0-content_object": note.pk, "tagged-0-tag": new.pk}
    with run_tasks(), zeal_ignore():  # each tag is taken off and put on by the verb
        assert client.post(f"/admin/notes/note/{note.pk}/change/", form).status_code == 302
    assert tags(note) == {"新": "curator"}
    note.text = "#旧"
    note.save(update_fields=["text"])
    again(note)
    assert tags(note) == {"新": "curator"}


def test_counts_that_drifted_are_set_right():
    tag, other = make.tag(note_count=7), make.tag(note_count=2)
    make.note(tags=[tag])
    make.note(tags=[tag], visibility="only_me")
    assert actions.recount_tags() == 2
    assert (Tag.objects.get(pk=tag.pk).note_count, Tag.objects.get(pk=other.pk).note_count) == (1, 0)
    assert actions.recount_tags() == 0
