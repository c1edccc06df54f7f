from . import catalogue, orders

__all__ = ["catalogue", "orders"]
