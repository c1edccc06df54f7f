"""What shoppers send: a quantity, and the checkout page."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import AddressForm
from accounts.models import Address

from .actions import ShipTo
from .models import Sku
from .models.orders import MAX_PER_LINE

NEW = "new"
LINE = re.compile(r"([1-9]\d{0,17}):([1-9]\d{0,3})")


class CartForm(forms.Form):
    """Have so many of a variant in the cart; 0 takes it out."""

    sku = forms.ModelChoiceField(Sku.objects.select_related("product"))
    quantity = forms.IntegerField(
        label=_("Quantity"),
        min_value=0,
        max_value=MAX_PER_LINE,
        error_messages={
            "max_value": _("You can buy at most %(limit_value)d of one thing at a time."),
        },
    )


class BasketField(forms.Field):
    """Repeated hidden inputs `variant id:quantity` as a dict."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"required": _("There is nothing to order.")}

    def prepare_value(self, value: Any) -> Any:
        return [f"{sku}:{quantity}" for sku, quantity in value.items()] if isinstance(value, dict) else value

    def to_python(self, value: Any) -> dict[int, int]:
        found = [LINE.fullmatch(line) for line in value or []]
        if not all(found):
            raise ValidationError(gettext("The order could not be read. Open the cart and start again."))
        return {int(match[1]): int(match[2]) for match in found if match}


class CheckoutForm(AddressForm):
    """Where to and what: an own address picked, or a new one typed; basket, total and key as shown."""

    address = forms.ChoiceField(label=_("Send to"), widget=forms.RadioSelect, required=False)
    keep_address = forms.BooleanField(
        label=_("Keep this address for next time"), required=False, initial=True
    )
    line = BasketField()
    total_fen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    typed = ("recipient", "phone", "region", "street")

    class Meta(AddressForm.Meta):
        fields = ["recipient", "phone", "region", "street"]

    def __init__(self, *args: Any, addresses: list[Address], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.addresses = {str(address.pk): address for address in addresses}
        choices = [(key, address) for key, address in self.addresses.items()]
        self.fields["address"].choices = [*choices, (NEW, _("Another address"))]
        # The fields of a new address may be out of sight, where a browser could not ask for them.
        self.use_required_attribute = not addresses
        if self.is_bound and self.chosen is not None:
            for name in self.typed:
                self.fields[name].required = False

    @property
    def chosen(self) -> Address | None:
        """The own address that was picked; None when a new one is typed."""
        return self.addresses.get(self.data.get(self.add_prefix("address"), NEW))

    @property
    def basket(self) -> dict[int, int]:
        """The basket as sent, even when something else in the form is wrong; empty when it cannot be read."""
        return self.cleaned_data.get("line", {})

    def clean_phone(self) -> str:
        return "" if self.chosen else super().clean_phone()

    def ship_to(self) -> ShipTo:
        """The address to copy onto the orders; only of a valid form."""
        if self.chosen:
            return ShipTo(**{name: getattr(self.chosen, name) for name in self.typed})
        return ShipTo(**{name: self.cleaned_data[name] for name in self.typed})

    def _post_clean(self) -> None:
        """A checkout writes no Address row by itself, so there is no instance to fill."""
