"""How notices about notes read in the inbox."""

from django.utils.translation import gettext as _

from inbox import registry


def register_notices() -> None:
    registry.register("like", lambda notice: _("liked your note “%(title)s”") % notice.data, "heart")
    registry.register("bookmark", lambda notice: _("saved your note “%(title)s”") % notice.data, "star")
    registry.register(
        "comment", lambda notice: _("commented on “%(title)s”: %(text)s") % notice.data, "comment"
    )
    registry.register(
        "answer", lambda notice: _("answered you under “%(title)s”: %(text)s") % notice.data, "comment"
    )
    registry.register(
        "comment_mention",
        lambda notice: _("mentioned you under “%(title)s”: %(text)s") % notice.data,
        "comment",
    )
    registry.register(
        "comment_like", lambda notice: _("liked your comment “%(text)s”") % notice.data, "heart"
    )
    registry.register(
        "photo_unreadable",
        lambda notice: _("A picture of “%(title)s” could not be read: %(message)s") % notice.data,
        "alert",
    )
    registry.register(
        "note_mention", lambda notice: _("mentioned you in the note “%(title)s”") % notice.data, "person"
    )
    registry.register(
        "schedule_failed",
        lambda notice: _("“%(title)s” could not be posted at its time: %(message)s") % notice.data,
        "alert",
    )
