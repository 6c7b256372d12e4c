"""JSON that is valid UTF-8 and contains no command for a runner of GitHub Actions, whatever texts it holds."""

import msgspec

from grader.texts.github_runner import ANYWHERE


def as_json(value: object) -> bytes:
    """A value in one line. Lone surrogates, which UTF-8 cannot encode, become U+FFFD.

    A runner of GitHub Actions executes `##[` anywhere in a line as a command, so its first `#` is written as an escape.
    """
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:
        data = msgspec.json.encode(_whole(msgspec.to_builtins(value)))
    return data.replace(ANYWHERE.encode(), b"\\u0023" + ANYWHERE[1:].encode())


def indented(value: object) -> bytes:
    """A value on several lines, with a final line end."""
    return msgspec.json.format(as_json(value), indent=2) + b"\n"


def _whole(value: object) -> object:
    """Plain data with U+FFFD in place of lone surrogates."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_whole(each) for each in value]
        case dict():
            return {key: _whole(each) for key, each in value.items()}
    return value
