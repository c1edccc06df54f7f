from .proposals import KindProposalAdmin
from .tags import TagAdmin, TagAliasAdmin

__all__ = ["KindProposalAdmin", "TagAdmin", "TagAliasAdmin"]
