"""Admin of what was bought: orders are moved by the same verbs as everywhere, personal data is masked."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_variables
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts import masking
from accounts.actions import REASON_MIN_LENGTH, reveal
from core.admin import ReadOnlyAdmin
from core.errors import DomainError
from core.money import format_fen

from .. import actions
from ..models import Order, OrderEvent, OrderLine, Payment, PaymentEvent, Refund

STATE_COLOURS = {
    Order.State.UNPAID: "warning",
    Order.State.PAID: "info",
    Order.State.SENT: "info",
    Order.State.DELIVERED: "success",
    Order.State.REFUNDED: "danger",
}
PERSONAL = ("ship_recipient", "ship_phone", "ship_street")


class ReadOnlyInline(TabularInline):
    extra = 0
    can_delete = False
    hide_title = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OrderLineInline(ReadOnlyInline):
    model = OrderLine
    fields = ["title", "variant", "sku", "unit_price", "quantity"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("sku")

    @display(description=gettext_lazy("unit price"))
    def unit_price(self, line: OrderLine) -> str:
        return format_fen(line.unit_price_fen)


class OrderEventInline(ReadOnlyInline):
    model = OrderEvent
    fields = ["made_at", "state", "actor", "remark"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("actor")


class SendForm(forms.Form):
    carrier = forms.CharField(label=gettext_lazy("Carrier"), max_length=40, widget=UnfoldAdminTextInputWidget)
    tracking_number = forms.CharField(
        label=gettext_lazy("Tracking number"), max_length=60, widget=UnfoldAdminTextInputWidget
    )


class RefundForm(forms.Form):
    remark = forms.CharField(
        label=gettext_lazy("Why it is called off"), max_length=200, widget=UnfoldAdminTextInputWidget
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        min_length=REASON_MIN_LENGTH,
        max_length=300,
        help_text=gettext_lazy("Kept with your name and the time; it cannot be changed later."),
        widget=UnfoldAdminTextInputWidget,
    )


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    """Orders with what may be done to them next. Nothing here writes a row past the verbs."""

    list_display = ["number", "buyer", "merchant", "standing", "total", "ship_region", "made_at"]
    list_select_related = ["buyer", "merchant"]
    list_filter = ["state", ("merchant", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["number__exact", "tracking_number__exact", "buyer__handle__exact"]
    search_help_text = gettext_lazy("A whole order number, tracking number or handle.")
    fields = [
        *("number", "buyer", "merchant", "state", "goods", "shipping", "total", "payment"),
        *("recipient", "phone", "ship_region", "street", "carrier", "tracking_number", "made_at"),
    ]
    readonly_fields = fields
    inlines = [OrderLineInline, OrderEventInline]
    actions = ["mark_delivered"]
    view_on_site = False  # the buyer's page is the buyer's alone
    change_form_outer_before_template = "admin/commerce/order/desk.html"

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("buyer", "merchant", "payment")

    def has_operate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("commerce.change_order")

    @display(description=gettext_lazy("state"), ordering="state", label=STATE_COLOURS)
    def standing(self, order: Order):
        return order.state, order.get_state_display()

    @display(description=gettext_lazy("goods"))
    def goods(self, order: Order) -> str:
        return format_fen(order.goods_fen, order.currency)

    @display(description=gettext_lazy("shipping"))
    def shipping(self, order: Order) -> str:
        return format_fen(order.shipping_fen, order.currency)

    @display(description=gettext_lazy("total"), ordering="total_fen")
    def total(self, order: Order) -> str:
        return format_fen(order.total_fen, order.currency)

    @display(description=gettext_lazy("recipient"))
    def recipient(self, order: Order) -> str:
        return masking.mask_name(order.ship_recipient)

    @display(description=gettext_lazy("phone"))
    def phone(self, order: Order) -> str:
        return masking.mask_phone(order.ship_phone)

    @display(description=gettext_lazy("street address"))
    def street(self, order: Order) -> str:
        return masking.mask_text(order.ship_street)

    @admin.action(description=gettext_lazy("Mark as delivered"), permissions=["operate"])
    def mark_delivered(self, request: HttpRequest, queryset) -> None:
        done = 0
        for order in queryset.order_by("pk"):
            try:
                done += actions.deliver_order(order=order, by=request.user)
            except DomainError as error:
                messages.warning(request, f"{order.number}: {error}")
        if done:
            words = ngettext("%(count)d order is delivered.", "%(count)d orders are delivered.", done)
            self.message_user(request, words % {"count": done})

    def get_urls(self):
        views = {
            "send": self.send_view,
            "delivered": self.delivered_view,
            "refund": self.refund_view,
            "reveal": self.reveal_view,
        }
        own = [
            path(f"<int:order_id>/{name}/", self.admin_site.admin_view(view), name=f"commerce_order_{name}")
            for name, view in views.items()
        ]
        return own + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        order = self.get_object(request, object_id)
        desk = self._desk(request, order) if order else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **desk})

    def _desk(self, request: HttpRequest, order: Order, **shown: Any) -> dict[str, Any]:
        return {
            "order": order,
            "may_operate": self.has_operate_permission(request),
            "may_reveal": request.user.has_perm("accounts.reveal_personal_data"),
            "send_form": SendForm(),
            "refund_form": RefundForm(),
            "reason_form": ReasonForm(),
            **shown,
        }

    def send_view(self, request: HttpRequest, order_id: int) -> HttpResponse:
        form = SendForm(request.POST)
        return self._act(request, order_id, actions.send_order, "send_form", form)

    def delivered_view(self, request: HttpRequest, order_id: int) -> HttpResponse:
        return self._act(request, order_id, actions.deliver_order, "form", forms.Form(request.POST))

    def refund_view(self, request: HttpRequest, order_id: int) -> HttpResponse:
        form = RefundForm(request.POST)
        return self._act(request, order_id, actions.refund_order, "refund_form", form)

    def _act(self, request: HttpRequest, order_id: int, verb, name: str, form: forms.Form) -> HttpResponse:
        """Carry out one verb; a form that is not right comes back with what was typed."""
        if not self.has_operate_permission(request):
            raise PermissionDenied
        order = get_object_or_404(Order, pk=order_id)
        if request.method == "POST":
            if not form.is_valid():
                return self._page(request, order, 422, **{name: form})
            try:
                if not verb(order=order, by=request.user, **form.cleaned_data):
                    messages.info(request, _("That was done already."))
            except DomainError as error:
                messages.error(request, str(error))
        return redirect("admin:commerce_order_change", order_id)

    @sensitive_variables()
    def reveal_view(self, request: HttpRequest, order_id: int) -> HttpResponse:
        """Recipient, phone and street in plain, once, with a reason that is written down."""
        if not request.user.has_perm("accounts.reveal_personal_data"):
            raise PermissionDenied
        order = get_object_or_404(Order.objects.select_related("buyer"), pk=order_id)
        if request.method != "POST":
            return redirect("admin:commerce_order_change", order_id)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(request, order, 422, reason_form=form)
        reason = form.cleaned_data["reason"]
        try:
            plain = reveal(actor=request.user, subject=order.buyer, row=order, fields=PERSONAL, reason=reason)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("admin:commerce_order_change", order_id)
        labels = {name: Order._meta.get_field(name).verbose_name for name in plain}
        return self._page(request, order, plain=[(labels[name], value) for name, value in plain.items()])

    def _page(self, request: HttpRequest, order: Order, status: int = 200, **shown: Any) -> HttpResponse:
        """A page of its own with forms as they were sent, or with personal data shown once."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": order.number,
            **self._desk(request, order, **shown),
        }
        return render(request, "admin/commerce/order/act.html", context, status=status)


class PaymentEventInline(ReadOnlyInline):
    model = PaymentEvent
    fields = ["made_at", "kind", "amount", "reference", "outcome"]
    readonly_fields = fields

    @display(description=gettext_lazy("amount"))
    def amount(self, event: PaymentEvent) -> str:
        return format_fen(event.amount_fen, event.currency)


class RefundInline(ReadOnlyInline):
    model = Refund
    fk_name = "payment"
    fields = ["made_at", "amount", "state", "provider_reference", "sent_at"]
    readonly_fields = fields

    @display(description=gettext_lazy("amount"))
    def amount(self, refund: Refund) -> str:
        return format_fen(refund.amount_fen, refund.payment.currency)

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("payment")


class PaymentOrderInline(ReadOnlyInline):
    model = Order
    fields = ["number", "merchant", "state", "total"]
    readonly_fields = fields
    show_change_link = True

    @display(description=gettext_lazy("total"))
    def total(self, order: Order) -> str:
        return format_fen(order.total_fen, order.currency)

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("merchant")


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ["token", "buyer", "state", "amount", "provider", "made_at", "paid_at"]
    list_select_related = ["buyer"]
    list_filter = ["state", "provider"]
    search_fields = ["orders__number__exact", "provider_reference__exact", "buyer__handle__exact"]
    search_help_text = gettext_lazy("A whole order number, reference or handle.")
    fields = [
        *("token", "buyer", "state", "amount", "provider", "provider_reference"),
        *("made_at", "expires_at", "paid_at"),
    ]
    readonly_fields = fields
    inlines = [PaymentOrderInline, PaymentEventInline, RefundInline]

    @display(description=gettext_lazy("amount"), ordering="amount_fen")
    def amount(self, payment: Payment) -> str:
        return format_fen(payment.amount_fen, payment.currency)


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = ["id", "payment", "order", "amount", "state", "made_at", "sent_at"]
    list_select_related = ["payment", "order"]
    list_filter = ["state"]
    search_fields = ["order__number__exact", "provider_reference__exact"]
    search_help_text = gettext_lazy("A whole order number or reference.")

    @display(description=gettext_lazy("amount"), ordering="amount_fen")
    def amount(self, refund: Refund) -> str:
        return format_fen(refund.amount_fen, refund.payment.currency)
