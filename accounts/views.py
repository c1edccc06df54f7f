from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from core.errors import DomainError

from . import actions, limits
from .consents import DOCUMENTS
from .forms import AddressForm, ProfileForm
from .models import Address, Block, FilteredWord, Mute, User


def _back(request: HttpRequest, default) -> HttpResponse:
    """To where the form says it came from, when that is a page of ours."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return redirect(target)
    return redirect(default)


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/settings.html")


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            user = User.objects.get(pk=request.user.pk)
            actions.update_profile(user=user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("handle", str(error))
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    rows = Address.objects.filter(user=request.user).order_by("-is_default", "-pk")
    return render(request, "accounts/addresses.html", {"addresses": rows, "max": actions.MAX_ADDRESSES})


@login_required
def address(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    row = get_object_or_404(Address, pk=pk, user=request.user) if pk else None
    form = AddressForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_address(user=request.user, address_id=pk, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The address is saved."))
            return _back(request, "accounts:addresses")
    context = {"form": form, "address": row, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "accounts/address.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def address_delete(request: HttpRequest, pk: int) -> HttpResponse:
    if not actions.delete_address(user=request.user, address_id=pk):
        raise Http404
    messages.success(request, _("The address is deleted."))
    return redirect("accounts:addresses")


@login_required
@require_POST
def address_default(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Address, pk=pk, user=request.user)
    actions.set_default_address(user=request.user, address_id=row.pk)
    return redirect("accounts:addresses")


@login_required
@require_safe
def blocked(request: HttpRequest) -> HttpResponse:
    rows = Block.objects.filter(blocker=request.user).select_related("blocked").order_by("-pk")
    return render(request, "accounts/blocked.html", {"blocks": rows})


@login_required
@require_safe
def hidden(request: HttpRequest) -> HttpResponse:
    """What stays out of the member's feeds: people muted, words filtered."""
    mutes = Mute.objects.filter(muter=request.user).select_related("muted").order_by("-pk")
    words = FilteredWord.objects.filter(user=request.user)
    return render(request, "accounts/hidden.html", {"mutes": mutes, "words": words})


@login_required
@require_POST
def mute(request: HttpRequest, handle: str) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), handle=handle)
    on = request.POST.get("on") == "1"
    try:
        actions.set_mute(muter=request.user, muted=person, on=on)
    except DomainError as error:
        messages.error(request, str(error))
        return _back(request, person)
    sentence = _("Notes by %(name)s stay out of your feeds.") if on else _("%(name)s is no longer muted.")
    messages.success(request, sentence % {"name": person})
    return _back(request, "accounts:hidden")


@login_required
@require_POST
def word_add(request: HttpRequest) -> HttpResponse:
    try:
        actions.add_filtered_word(user=request.user, word=request.POST.get("word", "")[:200])
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("accounts:hidden")


@login_required
@require_POST
def word_remove(request: HttpRequest, pk: int) -> HttpResponse:
    actions.remove_filtered_word(user=request.user, word_id=pk)
    return redirect("accounts:hidden")


@login_required
@require_POST
def follow(request: HttpRequest, handle: str) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), handle=handle)
    on = request.POST.get("on") == "1"
    try:
        if on:
            limits.check_follows(request.user)
        actions.set_follow(follower=request.user, followed=person, on=on)
    except DomainError as error:
        messages.error(request, str(error))
        return _back(request, person)
    if not request.htmx:
        return _back(request, person)
    seen = User.objects.seen_by(request.user).get(pk=person.pk)
    return render(request, "accounts/_follow.html", {"person": seen})


@login_required
@require_POST
def block(request: HttpRequest, handle: str) -> HttpResponse:
    """Block or unblock; nobody learns of a block from the other side, so the blocked are found here too."""
    person = get_object_or_404(User.objects.filter(is_active=True), handle=handle)
    on = request.POST.get("on") == "1"
    try:
        actions.set_block(blocker=request.user, blocked=person, on=on)
    except DomainError as error:
        messages.error(request, str(error))
        return _back(request, person)
    sentence = _("You and %(name)s no longer see each other.") if on else _("%(name)s is unblocked.")
    messages.success(request, sentence % {"name": person})
    return redirect("accounts:blocked")


@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/terms.html", {"version": DOCUMENTS["terms"]})


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/privacy.html", {"version": DOCUMENTS["privacy"]})


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict | None) -> HttpResponse:
    """What a caller sees after too many wrong passwords for one account (django-axes)."""
    return render(request, "accounts/locked_out.html", status=429)
