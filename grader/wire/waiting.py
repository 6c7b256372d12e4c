"""Wait until a descriptor is ready, on every system."""

import select
import time
from collections.abc import Iterable


def wait_ready(readers: Iterable[int], writers: Iterable[int], seconds: float) -> None:
    """Wait until one of these descriptors can be read or written, at most `seconds`."""
    reading, writing = set(readers), set(writers)
    if hasattr(select, "poll"):  # select() does not support descriptors above 1023
        poll = select.poll()
        for number in reading | writing:
            poll.register(number, select.POLLIN * (number in reading) | select.POLLOUT * (number in writing))
        poll.poll(seconds * 1000)
    elif reading or writing:
        select.select(reading, writing, [], seconds)
    else:
        time.sleep(seconds)  # select() without sockets fails on Windows
