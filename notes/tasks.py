"""Background work of notes: ids in, fetch, one verb. Everything here may run twice."""

from celery import shared_task

from core.tasks import enqueue

from . import actions
from .models import Note, Photo, Video

BATCH = 200


@shared_task
def render_photo(photo_id: int) -> None:
    if photo := Photo.objects.filter(pk=photo_id).first():
        actions.render_photo(photo)


@shared_task
def prepare_video(video_id: int) -> None:
    if video := Video.objects.filter(pk=video_id).first():
        actions.prepare_video(video)


@shared_task
def process(note_ids: list[int]) -> None:
    actions.process(note_ids)


@shared_task
def sweep() -> None:
    """Post what is due, and find what was left behind: pictures without renditions, films not made, notes
    not tagged and scored, unused uploads."""
    actions.publish_due()
    for photo_id in Photo.objects.filter(state=Photo.State.PENDING).values_list("pk", flat=True)[:500]:
        enqueue(render_photo, photo_id)
    for video_id in Video.objects.filter(state=Video.State.PENDING).values_list("pk", flat=True)[:100]:
        enqueue(prepare_video, video_id)
    waiting = Note.objects.unprocessed().exclude(pk__in=Note.objects.waiting_for_media())
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[: BATCH * 20])
    for start in range(0, len(ids), BATCH):
        enqueue(process, ids[start : start + BATCH])
    actions.flush_views()
    actions.flush_visits()
    actions.drop_unused_uploads()
    actions.drop_unused_videos()


@shared_task
def recount() -> None:
    actions.recount()
    actions.recount_boards()
    actions.recount_tags()


@shared_task
def learn_words() -> None:
    actions.learn_words()
