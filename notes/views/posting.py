"""Writing pages: post, edit, delete."""

import uuid

from babel.dates import get_timezone_name
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commerce.models import Product
from core.errors import DomainError
from core.ratelimit import limit
from notes import actions, limits
from notes.errors import PhotoRefused
from notes.forms import NoteForm
from notes.limits import NOTES_PER_HOUR, UPLOADS_PER_HALF_HOUR
from notes.models import Note, TaggedNote, Video


@login_required
def new(request):
    """An empty form, or one's draft; what is posted becomes the note of its `request_key`, once."""
    if request.method != "POST":
        draft = _draft_asked_for(request)
        initial = written(draft) if draft else _suggested(request.GET)
        form = NoteForm(author=request.user, note=draft, initial=initial)
        return _page(request, form, list(draft.photos.all()) if draft else [], draft)
    note = note_of_key(request.user, request.POST.get("request_key", ""))
    is_draft = request.POST.get("do") == "draft"
    form = NoteForm(request.POST, author=request.user, note=note, is_draft=is_draft)
    uploads = form.photos() + _take_files(request, form)
    if form.is_valid() and (answer := _send(request, form, uploads, note)):
        return answer
    return _page(request, form, uploads, note)


def _send(request, form, uploads, note) -> HttpResponse | None:
    """Keep, schedule or post; None with an error on the form when that is refused."""
    do, at = request.POST.get("do", "post"), form.cleaned_data["publish_at"]
    if not limit(f"post:{request.user.pk}", NOTES_PER_HOUR, 3600):
        form.add_error(None, _("You are posting very fast. Wait a little; nothing is lost."))
        return None
    if do == "schedule" and not at:
        form.add_error("publish_at", _("Choose when it is to be posted."))
        return None
    content = {**form.content(), "photos": uploads}
    if note and note.status != Note.Status.DRAFT:
        return _posted_already(request, form, uploads, note, content)
    content |= {"request_key": form.cleaned_data["request_key"], "seen": form.seen_version()}
    try:
        if do == "draft":
            note = actions.save_draft(author=request.user, **content)
            actions.unschedule(note=note)
            return redirect(reverse("notes:mine") + "?tab=drafts")
        note = actions.create_note(author=request.user, publish_at=at, **content)
    except DomainError as error:
        if note and error.code == "newer":
            return _page(request, form, uploads, note, elsewhere="newer")
        form.add_error(None, str(error))
        return None
    return redirect(_after(note))


def _posted_already(request, form, uploads, note, content) -> HttpResponse | None:
    """The same once more leads to the note; other words stay on the page, to be put into the note."""
    if note.status == Note.Status.REMOVED:
        form.add_error(None, _("This note was removed and can no longer be changed."))
        return None
    compared = {name: part for name, part in content.items() if name != "photos" or not request.FILES}
    if actions.says(note, compared):
        return redirect(_after(note))
    return _page(request, form, uploads, note, elsewhere="posted")


def _after(note: Note) -> str:
    """Where posting leads: the note, what is becoming of it, or the list of what is scheduled."""
    if note.status == Note.Status.PUBLISHED:
        return note.get_absolute_url()
    if note.status == Note.Status.DRAFT:
        return reverse("notes:mine") + "?tab=scheduled"
    return reverse("notes:status", args=[note.pk])


@login_required
def edit(request, pk):
    note = get_object_or_404(own_notes(request.user), pk=pk)
    if note.status == Note.Status.DRAFT:
        return redirect(f"{reverse('notes:new')}?draft={note.pk}")
    if request.method != "POST":
        form = NoteForm(author=request.user, note=note, initial=written(note) | {"request_key": uuid.uuid4()})
        return _page(request, form, list(note.photos.all()), note)
    form = NoteForm(request.POST, author=request.user, note=note)
    uploads = form.photos() + _take_files(request, form)
    if not form.is_valid():
        return _page(request, form, uploads, note)
    if not limit(f"post:{request.user.pk}", NOTES_PER_HOUR, 3600):
        form.add_error(None, _("You are posting very fast. Wait a little; nothing is lost."))
        return _page(request, form, uploads, note)
    try:
        content = {**form.content(), "photos": uploads}
        note = actions.edit_note(note=note, seen=form.seen_version(), **content)
    except DomainError as error:
        if error.code == "newer":
            return _page(request, form, uploads, note, elsewhere="newer")
        form.add_error(None, str(error))
        return _page(request, form, uploads, note)
    return redirect(_after(note))


@login_required
@require_POST
def delete(request, pk):
    note = get_object_or_404(own_notes(request.user), pk=pk)
    was_draft = note.status == Note.Status.DRAFT
    actions.delete_note(note=note)
    messages.success(request, _("The draft is gone.") if was_draft else _("The note is gone."))
    return redirect("notes:mine") if was_draft else redirect(request.user)


def own_notes(user):
    """What an author may still change."""
    return Note.objects.filter(author=user).exclude(status=Note.Status.REMOVED)


def note_of_key(user, key: str) -> Note | None:
    """The draft or note that a form with this key has made already."""
    try:
        return Note.objects.filter(author=user, request_key=uuid.UUID(key)).first()
    except ValueError:
        return None


def _draft_asked_for(request) -> Note | None:
    pk = request.GET.get("draft", "")
    if not pk:
        return None
    drafts = Note.objects.filter(author=request.user, status=Note.Status.DRAFT)
    return get_object_or_404(drafts, pk=int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 16 else 0)


def _take_files(request, form) -> list:
    """Keep the files that came with the form itself; each refused file is an error that names it."""
    kept = []
    for file in request.FILES.getlist("files"):
        if not limit(f"upload:{request.user.pk}", UPLOADS_PER_HALF_HOUR, 1800):
            form.add_error(None, _("Too many pictures at once. Wait a little and try again."))
            break
        try:
            kept.append(actions.add_upload(owner=request.user, file=file, filename=file.name))
        except PhotoRefused as error:
            form.add_error(None, str(error))
    return kept


def _suggested(query) -> dict:
    """An empty form, with the product or tag that the link to it named."""
    tag = query.get("tag", "").strip()[:64]
    products = [int(pk) for pk in query.getlist("product")[:1] if pk.isascii() and pk.isdigit()]
    return {
        "request_key": uuid.uuid4(),
        "products": products,
        "points": [{"product": pk, "photo": None, "x": None, "y": None, "tie": ""} for pk in products],
        "text": f"#{tag} " if tag else "",
    }


def written(note: Note) -> dict:
    """A draft or note as the form's first values."""
    points = list(note.product_tags.order_by("id").values("product", "photo", "x", "y", "tie"))
    accepted = note.tagged.filter(source=TaggedNote.Source.ACCEPTED).values_list("tag_id", flat=True)
    refused = note.refused_tags.values_list("tag_id", flat=True)
    return {
        **{name: getattr(note, name) for name in ("title", "text", "place", "visibility", "comments_from")},
        **{name: getattr(note, name) for name in ("is_gift", "is_ai_made", "cover_style", "request_key")},
        "paid_brand": note.paid_brand_id,
        "series": note.series_id,
        "publish_at": note.publish_at and localtime(note.publish_at),
        "products": [point["product"] for point in points],
        "points": points,
        "accepted_tags": ",".join(map(str, accepted)),
        "refused_tags": ",".join(map(str, refused)),
    }


def _page(request, form, uploads, note=None, *, elsewhere=""):
    """The page; `elsewhere` says that the note is "newer" or "posted" already through another page."""
    chosen = Product.objects.on_sale() if note is None else _sold_or_shown(note)
    video = form.video() if form.is_bound else Video.objects.filter(note=note).first() if note else None
    context = {
        "form": form,
        "most": limits.of_uploads(),
        "uploads": uploads,
        "note": note,
        "video": video,
        "chosen_products": list(chosen.filter(pk__in=form.product_ids()).for_cards()),
        "elsewhere": elsewhere,
        "seen": _seen(request, form, note, elsewhere),
        "page_key": form["page"].value() or uuid.uuid4(),
        "zone": _site_zone(),
        "draft_count": Note.objects.filter(author=request.user, status=Note.Status.DRAFT).count(),
    }
    status = 409 if elsewhere else 422 if form.is_bound else 200
    return render(request, "notes/edit.html", context, status=status)


def _site_zone() -> str:
    """The name of the site's time zone in the language of the page; the script names that of the device."""
    now = timezone.localtime(timezone=timezone.get_default_timezone())
    return get_timezone_name(now, locale=to_locale(get_language()))


def _seen(request, form, note: Note | None, elsewhere: str) -> str:
    """The version that the page knows: what is sent with it again means that one has chosen."""
    if form.is_bound and not elsewhere:
        return request.POST.get("seen", "")
    return actions.version_of(Note.objects.get(pk=note.pk)) if note else ""


def _sold_or_shown(note: Note):
    on_sale = Q(pk__in=Product.objects.on_sale().values("pk"))
    return Product.objects.filter(on_sale | Q(pk__in=note.product_tags.values("product")))
