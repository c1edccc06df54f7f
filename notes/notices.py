"""How notices about notes read in the inbox."""

from django.utils.translation import gettext as _

from inbox.registry import Bundle, Group, register


def register_notices() -> None:
    register(
        *("like", lambda notice: _("liked your note “%(title)s”") % notice.data, "heart"),
        *(Group.LIKES, Bundle.PAGE),
    )
    register(
        *("bookmark", lambda notice: _("saved your note “%(title)s”") % notice.data, "star"),
        *(Group.LIKES, Bundle.PAGE),
    )
    register(
        *("comment_like", lambda notice: _("liked your comment “%(text)s”") % notice.data, "heart"),
        *(Group.LIKES, Bundle.PLACE),
    )
    register(
        *("comment", lambda notice: _("commented on “%(title)s”: %(text)s") % notice.data, "comment"),
        *(Group.COMMENTS, Bundle.PAGE),
    )
    register(
        *("answer", lambda notice: _("answered you under “%(title)s”: %(text)s") % notice.data, "comment"),
        *(Group.COMMENTS,),
    )
    register(
        "comment_mention",
        lambda notice: _("mentioned you under “%(title)s”: %(text)s") % notice.data,
        "comment",
        Group.COMMENTS,
    )
    register(
        *("note_mention", lambda notice: _("mentioned you in the note “%(title)s”") % notice.data, "person"),
        *(Group.COMMENTS,),
    )
    register(
        "photo_unreadable",
        lambda notice: _("A picture of “%(title)s” could not be read: %(message)s") % notice.data,
        "alert",
    )
    register(
        "schedule_failed",
        lambda notice: _("“%(title)s” could not be posted at its time: %(message)s") % notice.data,
        "alert",
    )
