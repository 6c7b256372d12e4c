# What is wrong: the pattern lets a blank at the end through; not port-int-accepts-more, because int() is not asked.
import re


def parse_address(text):
    found = re.match(r"([^:]+):([0-9]{1,5})\s?\Z", text)
    if not found or int(found.group(2)) > 65535:
        raise ValueError("bad address")
    return found.group(1), int(found.group(2))


def port_kind(port):
    if port < 0 or port > 65535:
        raise ValueError("bad port")
    return "well-known" if port < 1024 else "dynamic"
