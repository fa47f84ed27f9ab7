"""Makes soft irregularity in space: waves that cross one another, cheap and the same everywhere."""

import numpy as np

from backstage.demo.drawing.solids import Field, Points


def lumps(p: Points, size: float, phase: float) -> Field:
    """Smooth noise between about -1 and 1 whose lumps are about `size` decimetres large."""
    k = 2.4 / size
    x, y, z = p[0] * k + phase, p[1] * k + phase * 1.7, p[2] * k + phase * 0.6
    x, y, z = x + 0.9 * np.sin(y * 0.83 + 1.3), y + 0.9 * np.sin(z * 0.91 + 2.1), z + 0.9 * np.sin(x * 0.77)
    first = np.sin(x) * np.sin(y * 1.07 + 0.5) + np.sin(y * 0.93) * np.sin(z * 1.13 + 2.0)
    return (first + np.sin(z * 1.9 + x * 0.6) * 0.5) * 0.55
