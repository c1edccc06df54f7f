"""How much a tag or word says: the rarer, the more."""

import numpy as np
from numpy.typing import NDArray


def rarity(used: NDArray, total: int) -> NDArray[np.float64]:
    """The weight of each tag or word that `used` of `total` notes carry: log(1 + total / used)."""
    return np.log1p(total / np.maximum(used, 1))
