"""Heat orders Discover: fresh and liked. One tenfold of reactions weighs as much as one day of freshness."""

from django.db.models import F, FloatField, Value
from django.db.models.functions import Cast, Extract, Greatest, Log

DAY_S = 86_400.0
LIKE, BOOKMARK, COMMENT = 1, 2, 3

_reactions = F("like_count") * LIKE + F("bookmark_count") * BOOKMARK + F("comment_count") * COMMENT
# Log(10, reactions) + days since 1970: grows with time, so old rows never need an update.
HEAT = Log(Value(10.0), Greatest(Cast(_reactions, FloatField()), Value(1.0))) + Extract(
    F("published_at"), "epoch"
) / Value(DAY_S)
