"""What the apps above may want to know. Sent after commit; receivers only ask for work."""

from django.dispatch import Signal

# kwargs: user_id, payment_id, product_ids (list of int). A member paid for these products.
bought = Signal()
