"""How risky a text is, from 0 to 1, and why: small rules, each with a weight and the snippet it found.

`score = 1 - Π(1 - weight)`: independent suspicions add up and never pass 1.
"""

from .score import Reason, Score, combine, score
from .words import WordList

__all__ = ["Reason", "Score", "WordList", "combine", "score"]
