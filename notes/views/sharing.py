"""Passing a note on: the share sheet, its picture, short addresses, oEmbed."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.adapter import client_ip
from core.files import media_url
from core.ratelimit import limit
from notes import actions, share_card, share_links
from notes.models import Note, Share

CARD_KEPT_S = 600
CARDS_PER_MINUTE = 20
SHARES_PER_HOUR = 60


def _public(pk: int) -> Note:
    return get_object_or_404(Note.objects.public().select_related("author", "cover"), pk=pk)


def _address(request, note: Note, channel: str) -> str:
    return request.build_absolute_uri(share_links.path_of(note.pk, channel))


@require_safe
def share(request, pk):
    """The share sheet: a piece over the page, or a page of its own."""
    shown = Note.objects.visible_to(request.user).public().select_related("author", "cover")
    note = get_object_or_404(shown, pk=pk)
    links = {channel.name.lower(): _address(request, note, channel) for channel in Share.Channel}
    template = "notes/_share.html" if request.htmx else "notes/share.html"
    return render(
        request, template, {"note": note, "links": links, "card_height": share_card.height_of(note)}
    )


@login_required
@require_POST
def shared(request, pk):
    """A member says through which channel they passed the note on."""
    note = get_object_or_404(Note.objects.visible_to(request.user).public(), pk=pk)
    channel = request.POST.get("channel", "")
    if channel in Share.Channel.values and limit(f"share:{request.user.pk}", SHARES_PER_HOUR, 3600):
        actions.record_share(note=note, channel=channel, by=request.user)
    return HttpResponse(status=204) if request.htmx else redirect(note)


@require_safe
def card(request, pk):
    """The picture to pass on. Painted once per state of the note and kept for some minutes."""
    note = _public(pk)
    key = f"share-card:{note.pk}:{note.revision}:{request.get_host()}:{get_language()}"
    data = cache.get(key)
    if data is None:
        if not limit(f"card:{client_ip(request)}", CARDS_PER_MINUTE, 60):
            return HttpResponse(_("Too many pictures at once. Wait a little and try again."), status=429)
        data = share_card.paint(
            note, _address(request, note, Share.Channel.QR), _("Hongjian"), _("Scan to read")
        )
        cache.set(key, data, CARD_KEPT_S)
    response = HttpResponse(data, content_type="image/jpeg")
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def short(request, code):
    """A short address: count the visit by its channel and lead to the note, which decides who may see it."""
    meaning = share_links.meaning_of(code)
    if meaning is None:
        raise Http404
    note_id, channel = meaning
    actions.count_visit(note_id=note_id, channel=channel)
    response = redirect("notes:detail", note_id)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def oembed(request):
    """What another site shows for the address of a note (https://oembed.com): its title, author and cover."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(_("Only JSON is given."), status=501, content_type="text/plain; charset=utf-8")
    note = _public(_note_id(request))
    address = request.build_absolute_uri(note.get_absolute_url())
    author = request.build_absolute_uri(note.author.get_absolute_url())
    body = {
        "version": "1.0",
        "type": "rich",
        "title": str(note),
        "author_name": note.author.name,
        "author_url": author,
        "provider_name": settings.SITE_NAME,
        "provider_url": request.build_absolute_uri("/"),
        "cache_age": 3600,
        "html": format_html(
            '<blockquote><p><a href="{}">{}</a></p><footer>{} · {}</footer></blockquote>',
            address,
            str(note),
            note.author.name,
            settings.SITE_NAME,
        ),
        "width": _number(request.GET.get("maxwidth"), 480),
        "height": _number(request.GET.get("maxheight"), 160),
    }
    if note.cover and note.cover.widths:
        width = next((w for w in note.cover.widths if w >= body["width"]), note.cover.widths[-1])
        body |= {
            "thumbnail_url": request.build_absolute_uri(media_url(f"{note.cover.folder}/{width}.webp")),
            "thumbnail_width": width,
            "thumbnail_height": round(note.cover.height * width / note.cover.width),
        }
    return JsonResponse(body)


def _note_id(request) -> int:
    """The note that `url` names: one of our addresses, whole or short. Raises Http404."""
    asked = urlsplit(request.GET.get("url", "")[:500])
    if asked.netloc != request.get_host():
        raise Http404
    try:
        match = resolve(asked.path)
    except Resolver404 as error:
        raise Http404 from error
    if match.view_name == "notes:detail":
        return match.kwargs["pk"]
    meaning = (
        share_links.meaning_of(match.kwargs.get("code", "")) if match.view_name == "notes:short" else None
    )
    if meaning is None:
        raise Http404
    return meaning[0]


def _number(text: str | None, most: int) -> int:
    return max(120, min(int(text), most)) if text and text.isdecimal() and len(text) < 6 else most
