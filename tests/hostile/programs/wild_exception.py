# Further: an exception with a huge text whose methods raise errors themselves.
# Stopped by: limits landlock bubblewrap


class Wild(Exception):
    def __str__(self):
        raise self

    __repr__ = __str__

    @property
    def name(self):
        raise SystemExit(0)

    errno = property(lambda self: 1 / 0)


def deep(number):
    return deep(number + 1)


try:
    deep(0)
except RecursionError as error:
    raise Wild("x" * (1 << 20)) from error
