"""Money asked for and received: one payment may cover the orders of several merchants."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PaymentQuerySet(models.QuerySet):
    def overdue(self, now):
        """Sweeper: payments nobody made in time, whose stock is still held."""
        return self.filter(state=Payment.State.PENDING, expires_at__lte=now)

    def move(self, to, **fields):
        """Change state only where the present state allows it; returns how many rows moved."""
        sources = [state for state, targets in Payment.MOVES.items() if to in targets]
        return self.filter(state__in=sources).update(state=to, **fields)

    move.alters_data = True


class Payment(models.Model):
    """The sum of one checkout. `request_key` makes a repeated checkout the same payment."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for payment")
        PAID = "paid", _("paid")
        CLOSED = "closed", _("closed unpaid")
        # Money arrived after the orders were closed: it is owed back.
        REFUND_DUE = "refund_due", _("to be refunded")
        REFUNDED = "refunded", _("refunded")

    MOVES = {
        State.PENDING: {State.PAID, State.CLOSED},
        State.CLOSED: {State.REFUND_DUE},
        State.PAID: {State.REFUND_DUE},
        State.REFUND_DUE: {State.REFUNDED},
        State.REFUNDED: set(),
    }

    token = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="payments", verbose_name=_("buyer")
    )
    # The checkout form's idempotency key, and a digest of what was asked with it.
    request_key = models.UUIDField(editable=False)
    request_digest = models.CharField(max_length=64, editable=False)
    provider = models.CharField(_("provider"), max_length=20)
    provider_reference = models.CharField(_("provider's reference"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    amount_fen = models.PositiveBigIntegerField(_("amount (fen)"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("pay before"))
    paid_at = models.DateTimeField(pgettext_lazy("time", "paid"), null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.UniqueConstraint(fields=["buyer", "request_key"], name="commerce_payment_request_once"),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_at__isnull=False), name="commerce_payment_paid_is_dated"
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="pending"), name="commerce_payment_pending")
        ]

    def __str__(self):
        return str(self.token)


class PaymentEvent(models.Model):
    """One message from a provider, kept as received; its id makes a repeated message a no-op."""

    class Outcome(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("payment", "applied")
        NOTED = "noted", _("noted, nothing to do")
        WRONG_AMOUNT = "wrong", _("refused: wrong amount")
        # Money that arrived for closed orders, or a second time: a refund is written with it.
        OWED_BACK = "owed", _("owed back")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="events", verbose_name=_("payment"))
    event_id = models.CharField(_("event id"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20)
    amount_fen = models.BigIntegerField(_("amount (fen)"))
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    reference = models.CharField(_("provider's reference"), max_length=100, blank=True)
    outcome = models.CharField(_("outcome"), max_length=7, choices=Outcome)
    made_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = _("payment message")
        verbose_name_plural = _("payment messages")
        constraints = [
            models.UniqueConstraint(fields=["payment", "event_id"], name="commerce_paymentevent_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.event_id}"


class Refund(models.Model):
    """Money owed back: for one order, or for one message about money that nothing could be bought with.

    The row is the promise; the provider is asked by a task, and again until it answers.
    """

    class State(models.TextChoices):
        DUE = "due", _("to be sent back")
        SENT = "sent", _("sent back")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds", verbose_name=_("payment"))
    order = models.OneToOneField(
        "commerce.Order",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="refund",
        verbose_name=_("order"),
    )
    event = models.OneToOneField(
        PaymentEvent, models.PROTECT, null=True, blank=True, related_name="refund", verbose_name=_("message")
    )
    amount_fen = models.PositiveBigIntegerField(_("amount (fen)"))
    state = models.CharField(_("state"), max_length=4, choices=State, default=State.DUE)
    provider_reference = models.CharField(_("provider's reference"), max_length=100, blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    sent_at = models.DateTimeField(pgettext_lazy("time", "sent back"), null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(
                condition=Q(order__isnull=True, event__isnull=False)
                | Q(order__isnull=False, event__isnull=True),
                name="commerce_refund_one_cause",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="commerce_refund_amount_positive"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="commerce_refund_sent_is_dated"
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="due"), name="commerce_refund_due")]

    def __str__(self):
        return f"{self.payment_id} − {self.amount_fen}"
