"""Admin of what is sold."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from core.admin import LargeTableAdmin
from core.errors import DomainError
from core.files import media_url
from core.images import UnreadableImage, inspect
from core.money import format_fen

from .. import actions
from ..models import Brand, Category, Merchant, Product, ProductPhoto, Sku


def _columns(form: forms.ModelForm) -> list[str]:
    """The columns that the form changed; fields of the form that are none are left out."""
    columns = {field.name for field in form.instance._meta.concrete_fields}
    return [name for name in form.changed_data if name in columns]


class SkuForm(forms.ModelForm):
    """A variant. Its stock is changed by a difference, because buyers change it meanwhile."""

    stock_change = forms.IntegerField(
        label=gettext_lazy("stock: add or remove"),
        required=False,
        min_value=-1_000_000,
        max_value=1_000_000,
        widget=UnfoldAdminIntegerFieldWidget,
    )

    class Meta:
        model = Sku
        fields = ["product", "name", "code", "price_fen", "is_active"]

    def clean_stock_change(self) -> int:
        change = self.cleaned_data["stock_change"] or 0
        if self.instance.stock + change < 0:
            raise forms.ValidationError(_("Fewer are left in stock than you want to remove."))
        return change

    def save(self, commit: bool = True) -> Sku:
        sku = super().save(commit=False)
        if commit:
            self.write(sku)
        return sku

    def write(self, sku: Sku) -> str:
        """Write what was typed; the stock last. A sentence when the stock could not be changed any more."""
        change = self.cleaned_data["stock_change"]
        if sku._state.adding:
            sku.stock = change
            sku.save()
            return ""
        if changed := _columns(self):
            sku.save(update_fields=changed)
        try:
            if change:
                actions.change_stock(sku_id=sku.pk, change=change)
        except DomainError as error:
            self.refused = str(error)
        return self.refused

    refused = ""


class SkuInline(TabularInline):
    model = Sku
    form = SkuForm
    fields = ["name", "code", "price_fen", "stock", "stock_change", "is_active"]
    readonly_fields = ["stock"]
    extra = 0
    can_delete = False
    hide_title = True
    show_change_link = True


class PictureForm(forms.ModelForm):
    """A picture of a product: a file for a new one, position and words for one that is there."""

    picture = forms.FileField(
        label=gettext_lazy("file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )

    class Meta:
        model = ProductPhoto
        fields = ["position", "alt"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # a picture that is there is replaced by removing it and adding another
            self.fields["picture"].disabled = True
            self.fields["picture"].widget = forms.HiddenInput()

    def clean_picture(self):
        file = self.cleaned_data["picture"]
        if not file:
            if self.instance.pk is None:
                raise forms.ValidationError(_("Choose a picture."))
            return None
        try:
            inspect(file)
        except UnreadableImage as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def save(self, commit: bool = True) -> ProductPhoto:
        if self.instance.pk is None and commit:
            file, alt = self.cleaned_data["picture"], self.cleaned_data["alt"]
            return actions.add_picture(product=self.instance.product, file=file, alt=alt)
        if commit and (changed := _columns(self)):
            self.instance.save(update_fields=changed)
        return self.instance


class PictureFormSet(forms.BaseInlineFormSet):
    def delete_existing(self, obj: ProductPhoto, commit: bool = True) -> None:
        if commit:
            actions.remove_picture(photo=obj)


class PictureInline(TabularInline):
    model = ProductPhoto
    form = PictureForm
    formset = PictureFormSet
    fields = ["preview", "picture", "position", "alt"]
    readonly_fields = ["preview"]
    extra = 0
    hide_title = True

    @display(description=gettext_lazy("picture"))
    def preview(self, photo: ProductPhoto) -> str:
        if not photo.widths:
            return ""
        source = media_url(f"{photo.folder}/{photo.widths[0]}.webp")
        return format_html('<img src="{}" alt="" width="72" loading="lazy">', source)


@admin.register(Product)
class ProductAdmin(LargeTableAdmin):
    """Products with their variants and pictures. Nothing is deleted: what is no longer sold is unlisted."""

    list_display = ["name", "brand", "merchant", "category", "price", "left", "sold_count", "is_listed"]
    list_select_related = ["brand", "merchant", "category"]
    list_filter = ["is_listed", ("category", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "slug__exact", "skus__code__exact"]
    search_help_text = gettext_lazy("Words of the name, or a whole address or code.")
    autocomplete_fields = ["brand", "merchant", "category"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "brand", "merchant", "category", "origin", "description", "is_listed", "price"]
    readonly_fields = ["price"]
    inlines = [SkuInline, PictureInline]
    actions = ["list_products", "unlist_products"]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).annotate(left=Sum("skus__stock"))

    @display(description=gettext_lazy("lowest price"), ordering="price_fen")
    def price(self, product: Product) -> str:
        return format_fen(product.price_fen, product.currency)

    @display(description=gettext_lazy("stock"))
    def left(self, product: Product) -> int:
        return product.left or 0

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for row in formset.forms:
            if refused := getattr(row, "refused", ""):
                messages.error(request, refused)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        actions.summarise([form.instance.pk])
        actions.choose_cover(product_id=form.instance.pk)

    def has_delete_permission(self, request: HttpRequest, obj: Product | None = None) -> bool:
        return False

    @admin.action(description=gettext_lazy("Show in the mall"), permissions=["change"])
    def list_products(self, request: HttpRequest, queryset) -> None:
        self._set_listed(request, queryset, True)

    @admin.action(description=gettext_lazy("Take out of the mall"), permissions=["change"])
    def unlist_products(self, request: HttpRequest, queryset) -> None:
        self._set_listed(request, queryset, False)

    def _set_listed(self, request: HttpRequest, queryset, on: bool) -> None:
        changed = actions.set_listed(product_ids=list(queryset.values_list("pk", flat=True)), on=on)
        words = ngettext("%(count)d product changed.", "%(count)d products changed.", changed)
        self.message_user(request, words % {"count": changed})


@admin.register(Sku)
class SkuAdmin(LargeTableAdmin):
    form = SkuForm
    list_display = ["code", "product", "name", "price", "stock", "is_active"]
    list_select_related = ["product"]
    list_filter = ["is_active"]
    search_fields = ["code__exact", "product__name"]
    autocomplete_fields = ["product"]
    fields = ["product", "name", "code", "price_fen", "stock", "stock_change", "is_active"]
    readonly_fields = ["stock"]

    @display(description=gettext_lazy("price"), ordering="price_fen")
    def price(self, sku: Sku) -> str:
        return format_fen(sku.price_fen)

    def save_model(self, request: HttpRequest, obj: Sku, form: Any, change: bool) -> None:
        if refused := form.write(obj):
            messages.error(request, refused)
        actions.summarise([obj.product_id])

    def has_delete_permission(self, request: HttpRequest, obj: Sku | None = None) -> bool:
        return False


@admin.register(Brand)
class BrandAdmin(LargeTableAdmin):
    list_display = ["name", "is_verified", "product_count"]
    list_filter = ["is_verified"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "description", "is_verified"]


@admin.register(Category)
class CategoryAdmin(LargeTableAdmin):
    list_display = ["name", "slug", "position"]
    search_fields = ["name"]
    ordering = ["position", "name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Merchant)
class MerchantAdmin(LargeTableAdmin):
    list_display = ["name", "is_self_operated", "owner", "shipping_fee", "free_from"]
    list_select_related = ["owner"]
    list_filter = ["is_self_operated"]
    search_fields = ["name"]
    autocomplete_fields = ["owner"]

    @display(description=gettext_lazy("shipping"), ordering="shipping_fee_fen")
    def shipping_fee(self, merchant: Merchant) -> str:
        return format_fen(merchant.shipping_fee_fen)

    @display(description=gettext_lazy("free from"), ordering="free_shipping_from_fen")
    def free_from(self, merchant: Merchant) -> str:
        return format_fen(merchant.free_shipping_from_fen)
