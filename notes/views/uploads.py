"""Pictures sent as they are chosen: kept, looked at, cropped, described, taken away. Answers JSON."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import images
from core.files import media_url
from notes import actions
from notes.errors import PhotoRefused
from notes.limits import UPLOADS_PER_HALF_HOUR
from notes.models import Photo

from .problems import answering, problem

PREVIEW = 720
WHOLE = 1080


def facts(photo: Photo) -> dict:
    """What the page knows of one upload; `failure` names the file."""
    failed = photo.state == Photo.State.FAILED
    widths = [width for width in photo.widths if width <= PREVIEW] or photo.widths[:1]
    return {
        "id": photo.pk,
        "state": photo.state,
        "failure": _("%(name)s could not be read.") % {"name": photo.filename} if failed else "",
        "width": photo.width,
        "height": photo.height,
        "colour": photo.colour,
        "alt": photo.alt,
        "crop": photo.crop,
        "preview": media_url(f"{photo.folder}/{widths[-1]}.webp") if widths else "",
    }


@login_required
@require_POST
@answering("upload", UPLOADS_PER_HALF_HOUR, 1800)
def upload(request):
    """One picture, kept and handed to the worker at once."""
    file = request.FILES.get("file")
    if file is None:
        return problem(400, _("Choose a picture first."))
    photo = actions.add_upload(owner=request.user, file=file, filename=file.name)
    return JsonResponse(facts(photo), status=201)


@login_required
@answering("upload-one", 900, 600)
def upload_one(request, pk):
    """How one's upload is doing; POST crops or describes it."""
    photo = _own(request, pk)
    if request.method == "POST":
        crop, alt = request.POST.get("crop"), request.POST.get("alt")
        photo = actions.change_photo(photo=photo, crop=None if crop is None else _shares(crop), alt=alt)
    return JsonResponse(facts(photo))


@login_required
@require_GET
@answering("upload-whole", 60, 60)
def upload_whole(request, pk):
    """One's own upload without its crop, to crop it anew; no one else gets it."""
    photo = _own(request, pk)
    with photo.original.open("rb") as file:
        made = images.render(file, [WHOLE])
    response = HttpResponse(next(iter(made.files.values())), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=600"
    return response


@login_required
@require_POST
@answering("upload-delete", 300, 600)
def upload_delete(request, pk):
    actions.delete_upload(photo=_own(request, pk))
    return HttpResponse(status=204)


def _own(request, pk) -> Photo:
    return get_object_or_404(Photo.objects.filter(owner=request.user, comment=None, poster_of=None), pk=pk)


def _shares(crop: str) -> list[float]:
    try:
        return [float(part) for part in crop.split(",")] if crop.strip() else []
    except ValueError as error:
        raise PhotoRefused(_("This part of the picture cannot be cut out."), code="bad_crop") from error
