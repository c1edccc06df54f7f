"""Reasons of a score in words, for authors and moderators."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

RULES = {
    "banned_word": gettext_lazy("a word that is not allowed here"),
    "link": gettext_lazy("a link that leads away"),
    "phone": gettext_lazy("a phone number"),
    "account_number": gettext_lazy("an account or card number"),
    "messenger": gettext_lazy("a messenger contact"),
    "email": gettext_lazy("an e-mail address"),
    "repetition": gettext_lazy("the same again and again"),
    "capitals": gettext_lazy("almost all capitals"),
    "emoji": gettext_lazy("almost only emoji"),
    "hashtags": gettext_lazy("too many hashtags"),
    "shop_talk": gettext_lazy("it reads like an advertisement"),
    "hidden_ad": gettext_lazy("selling without saying so"),
    "rejected_before": gettext_lazy("an earlier version was not accepted"),
    "reports": gettext_lazy("reported by members"),
}


def rule_label(rule: str) -> str:
    """What a rule is called; its own name when it is no longer known."""
    return str(RULES.get(rule, rule))


def in_words(reasons: Sequence[dict]) -> str:
    """The three heaviest reasons with what was found: `a phone number (138…); a link that leads away (…)`."""
    return "; ".join(f"{rule_label(reason['rule'])} ({reason['found']})" for reason in reasons[:3])


def to_author(reasons: Sequence[dict]) -> str:
    """One sentence that names what was found, heaviest first."""
    return _("Not published because of: %(reasons)s.") % {"reasons": in_words(reasons)}
