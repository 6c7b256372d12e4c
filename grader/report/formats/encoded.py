"""JSON that is valid UTF-8 and holds no command of a runner, whatever texts it holds."""

import msgspec

from grader.texts.github_runner import ANYWHERE


def as_json(value: object) -> bytes:
    """A value in one line. Lone surrogates, which UTF-8 cannot hold, become U+FFFD.

    The first `#` of `##[`, which a runner of GitHub Actions obeys anywhere in a line, is written as an escape.
    """
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:
        data = msgspec.json.encode(_whole(msgspec.to_builtins(value)))
    return data.replace(ANYWHERE.encode(), b"\\u0023" + ANYWHERE[1:].encode())


def indented(value: object) -> bytes:
    """A value on several lines, with a line end."""
    return msgspec.json.format(as_json(value), indent=2) + b"\n"


def _whole(value: object) -> object:
    """Plain data, without lone surrogates in its texts."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_whole(each) for each in value]
        case dict():
            return {key: _whole(each) for key, each in value.items()}
    return value
