"""Films: kept as they were sent, made into what is served, given a poster and captions, taken away."""

import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import images, video
from core.tasks import enqueue

from .. import tasks
from ..captions import read_captions
from ..errors import VideoRefused
from ..models import Note, Photo, Video
from .pipeline import go_on, rendering, store_renditions
from .uploads import UNUSED_AFTER, discard_photos
from .versions import send_again

log = logging.getLogger(__name__)
_FILM_LOCK = 0x66696C6D  # "film"


def add_video(*, owner: User, file: UploadedFile) -> Video:
    """Keep one film and ask for its preparation. Raises VideoRefused naming the file and the reason."""
    name = (file.name or "").replace("\x00", "")[-200:]
    if (file.size or 0) > settings.VIDEO_MAX_BYTES:
        limit = settings.VIDEO_MAX_BYTES // (1024 * 1024)
        raise VideoRefused(
            _("%(name)s is too large: at most %(limit)s MB.") % {"name": name, "limit": limit},
            code="file_too_large",
        )
    try:
        with _lying_at(file) as path:
            film = video.probe(path)
    except video.UnreadableVideo as error:
        raise VideoRefused(f"{name}: {error.message}", code=error.code) from error
    row = Video(
        owner=owner,
        filename=name,
        width=film.width,
        height=film.height,
        duration_ms=film.duration_ms,
        has_sound=film.has_sound,
    )
    file.seek(0)
    row.original.save(row.token.hex, file, save=False)
    row.save()
    enqueue(tasks.prepare_video, row.pk)
    return row


def prepare_video(row: Video) -> None:
    """Make the film that is served and its poster; then let a complete note go on. May run twice.

    Nothing is done while another worker makes the same film.
    """
    with rendering(_FILM_LOCK, row.pk) as is_ours:
        if not is_ours:
            return
        for waiting in Video.objects.filter(pk=row.pk, state=Video.State.PENDING):
            _prepare(waiting)
    now = Video.objects.filter(pk=row.pk).exclude(state=Video.State.PENDING).first()
    if now and now.note_id:
        go_on(now.note_id)


def _prepare(row: Video) -> None:
    waiting = Video.objects.filter(pk=row.pk, state=Video.State.PENDING)

    def progress(percent: int) -> bool:
        return bool(waiting.update(percent=percent))

    try:
        with _folder() as folder, _lying_at(row.original) as original:
            to = folder / "720p.mp4"
            film = video.transcode(original, to, progress)
            with to.open("rb") as file:
                default_storage.delete(name_of(row))
                default_storage.save(name_of(row), File(file))
            shot = _shot(to, row.poster_ms)
    except video.Stopped:
        log.info("video %s is not wanted any more", row.pk)
        return
    except (video.UnreadableVideo, images.UnreadableImage, FileNotFoundError) as error:
        log.warning("video %s cannot be made: %s", row.pk, error)
        default_storage.delete(name_of(row))
        waiting.update(state=Video.State.FAILED, failure=_reason(error))
        return
    if not _finish(row, film, shot):
        default_storage.delete(name_of(row))


def _reason(error: Exception) -> str:
    return str(error)[:200] if isinstance(error, video.UnreadableVideo) else _("could not be read")


@transaction.atomic
def _finish(row: Video, film: video.Film, shot: bytes) -> bool:
    """Say that the film is ready and show its poster; False when it was deleted meanwhile."""
    note, locked = _locked(row.pk)
    if locked is None:
        return False
    if locked.poster_ms != row.poster_ms:  # chosen anew while we were at work
        with _served(locked) as path:
            shot = _shot(path, locked.poster_ms)
    locked.state, locked.percent, locked.failure = Video.State.READY, 100, ""
    locked.width, locked.height, locked.has_sound = film.width, film.height, film.has_sound
    locked.duration_ms = film.duration_ms
    locked.save(update_fields=["state", "percent", "failure", "width", "height", "has_sound", "duration_ms"])
    if note:
        Note.objects.filter(pk=note.pk).update(video_ms=film.duration_ms)
    _show_poster(locked, note, shot)
    return True


@transaction.atomic
def change_video(
    *, row: Video, poster_ms: int | None = None, captions: bytes | str | None = None, language: str = ""
) -> Video:
    """Choose the moment of the poster or attach captions (empty: none); None changes nothing.

    In a posted note either is a change that is checked anew. Raises VideoRefused.
    """
    words = None if captions is None else read_captions(captions)
    note, locked = _locked(row.pk)
    if locked is None or (note and note.status == Note.Status.REMOVED):
        raise VideoRefused(_("This note was removed and can no longer be changed."), code="removed")
    if poster_ms is not None and not 0 <= poster_ms <= locked.duration_ms + 1000:
        raise VideoRefused(_("This moment is not in the video."), code="bad_poster")
    is_posed = poster_ms is not None and poster_ms != locked.poster_ms
    is_told = words is not None and (words, language) != (locked.captions, locked.captions_language)
    if note and note.status != Note.Status.DRAFT and (is_posed or is_told):
        send_again(note)
    if is_told:
        locked.captions, locked.captions_language = str(words), language[:10]
        locked.save(update_fields=["captions", "captions_language"])
    if is_posed:
        locked.poster_ms = poster_ms
        locked.save(update_fields=["poster_ms"])
        if locked.state == Video.State.READY:
            with _served(locked) as path:
                _show_poster(locked, note, _shot(path, poster_ms))
    return locked


@transaction.atomic
def delete_video(*, row: Video) -> None:
    """Take a film away with its files. That of a posted note is taken out by editing the note."""
    note, locked = _locked(row.pk)
    if note and note.status != Note.Status.DRAFT:
        raise VideoRefused(_("Take the video out of the note instead."), code="video_used")
    if locked:
        _discard(locked)
    if note:
        Note.objects.filter(pk=note.pk).update(video_ms=0, cover=note.photos.first())


def drop_unused_videos() -> int:
    """Delete films that no note has used for a day, with all their files; returns how many."""
    stale = Video.objects.filter(note=None, made_at__lt=timezone.now() - UNUSED_AFTER)
    number = 0
    for pk in list(stale.values_list("pk", flat=True)[:200]):
        with transaction.atomic():
            free = Video.objects.select_for_update(of=("self",), skip_locked=True)
            if row := free.filter(pk=pk, note=None).first():
                _discard(row)
                number += 1
    return number


def name_of(row: Video) -> str:
    """The name of the film in public storage."""
    return f"{row.folder}/720p.mp4"


def _locked(pk: int) -> tuple[Note | None, Video | None]:
    """The note a film is in and the film, locked in that order."""
    note = Note.objects.select_for_update(of=("self",)).filter(video=pk).first()
    return note, Video.objects.select_for_update(of=("self",)).filter(pk=pk).first()


def _discard(row: Video) -> None:
    """Delete a row whose lock the caller holds with its poster, and the files once that is committed."""
    name, original = name_of(row), str(row.original.name)
    poster = Photo.objects.filter(pk=row.poster_id).first()  # type: ignore[misc]
    Video.objects.filter(pk=row.pk).delete()
    if poster:
        discard_photos([poster])

    def delete_files() -> None:
        Video.original.field.storage.delete(original)
        default_storage.delete(name)

    transaction.on_commit(delete_files)


def _shot(path: Path, at_ms: int | None) -> bytes:
    """The picture of a film for its poster, as a JPEG."""
    with _folder() as folder:
        video.frame(path, folder / "poster.jpg", at_ms)
        return (folder / "poster.jpg").read_bytes()


def _show_poster(row: Video, note: Note | None, shot: bytes) -> None:
    """Keep this picture with its renditions as the film's poster, the cover of its note; the old one goes."""
    old = Photo.objects.filter(pk=row.poster_id).first()  # type: ignore[misc]
    file = ContentFile(shot)
    made = images.render(file)
    poster = Photo(owner_id=row.owner_id, filename=_("Cover of %(name)s") % {"name": row.filename[:150]})
    poster.original.save(poster.token.hex, ContentFile(shot), save=False)
    poster.save()
    store_renditions(poster, made)
    poster.refresh_from_db()
    row.poster = poster
    row.save(update_fields=["poster"])
    if note:
        Note.objects.filter(pk=note.pk).update(cover=poster)
    if old:
        discard_photos([old])


@contextmanager
def _served(row: Video) -> Iterator[Path]:
    with default_storage.open(name_of(row)) as file, _lying_at(file) as path:
        yield path


@contextmanager
def _lying_at(file: File) -> Iterator[Path]:
    """Where a file lies on this machine, copied there when it lies elsewhere."""
    known: Sequence[str | None] = (_attribute(file, "temporary_file_path"), _attribute(file, "path"))
    path = next(
        (Path(one) for one in (*known, getattr(file, "name", None)) if one and Path(one).is_file()), None
    )
    if path is not None and path.is_absolute():
        yield path
        return
    with _folder() as folder, (folder / "film").open("wb") as copy:
        file.open("rb")
        file.seek(0)
        copyfileobj(file, copy)
        copy.flush()
        yield folder / "film"


def _attribute(file: File, name: str) -> str | None:
    try:
        value = getattr(file, name, None)
        return value() if callable(value) else value
    except NotImplementedError:
        return None


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="film-") as name:
        yield Path(name)
