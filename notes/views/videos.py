"""Films sent as they are chosen: kept, looked at, given a poster and captions, taken away."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.files import media_url
from notes import actions
from notes.errors import VideoRefused
from notes.limits import VIDEOS_PER_HALF_HOUR
from notes.models import Note, Video

from .problems import answering, problem


def facts(video: Video) -> dict:
    """What the page knows of one film; `failure` names the file."""
    poster = video.poster
    return {
        "id": video.pk,
        "state": video.state,
        "percent": video.percent,
        "failure": f"{video.filename}: {video.failure}" if video.state == Video.State.FAILED else "",
        "duration_ms": video.duration_ms,
        "width": video.width,
        "height": video.height,
        "poster": media_url(f"{poster.folder}/{poster.widths[-1]}.webp") if poster and poster.widths else "",
        "captions": bool(video.captions),
    }


@login_required
@require_POST
@answering("upload-video", VIDEOS_PER_HALF_HOUR, 1800)
def upload_video(request):
    """One film, kept and handed to the worker at once."""
    file = request.FILES.get("file")
    if file is None:
        return problem(400, _("Choose a video first."))
    return JsonResponse(facts(actions.add_video(owner=request.user, file=file)), status=201)


@login_required
@answering("video-one", 1200, 600)
def video_one(request, pk):
    """How one's film is doing; POST chooses its poster or attaches captions."""
    video = _own(request, pk)
    if request.method == "POST":
        file = request.FILES.get("captions")
        captions = file.read(1_000_000) if file else request.POST.get("captions")
        moment = request.POST.get("poster_ms")
        video = actions.change_video(
            row=video,
            poster_ms=None if moment is None else _milliseconds(moment),
            captions=captions,
            language=request.LANGUAGE_CODE if captions else "",
        )
    return JsonResponse(facts(video))


@login_required
@require_POST
@answering("video-delete", 300, 600)
def video_delete(request, pk):
    actions.delete_video(row=_own(request, pk))
    return HttpResponse(status=204)


@require_safe
def captions(request, pk):
    """The captions of a film, for whoever may see its note."""
    note = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
    video = Video.objects.filter(note=note).first()
    if video is None or not video.captions:
        raise Http404
    response = HttpResponse(video.captions, content_type="text/vtt; charset=utf-8")
    response["Cache-Control"] = "private, max-age=60"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _own(request, pk) -> Video:
    return get_object_or_404(Video.objects.filter(owner=request.user).select_related("poster"), pk=pk)


def _milliseconds(moment: str) -> int:
    if not (moment.isascii() and moment.isdigit() and len(moment) < 10):
        raise VideoRefused(_("This moment is not in the video."), code="bad_poster")
    return int(moment)
