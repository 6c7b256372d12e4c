"""How many parts of a report fit into a limited number of bytes."""

from collections.abc import Sequence


def kept(whole: Sequence[int], bare: Sequence[int], room: int) -> int:
    """How many parts, from the first on, may keep their details so that all parts fit into `room` bytes.

    `whole` and `bare` are the sizes of each part with and without its details.
    """
    left = room - sum(bare)
    for number, (full, small) in enumerate(zip(whole, bare, strict=True)):
        left -= full - small
        if left < 0:
            return number
    return len(whole)
