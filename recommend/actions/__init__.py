from .channels import sweep_channels
from .indexing import index_notes, index_soon, rebuild_similar, stale_count, sweep

__all__ = ["index_notes", "index_soon", "rebuild_similar", "stale_count", "sweep", "sweep_channels"]
