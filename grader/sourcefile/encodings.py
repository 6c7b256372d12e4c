"""Which encodings a program's text may be in."""

# Each letter of ASCII but the controls, and what codecs that are none for programs read in another way: names of
# domains (punycode, IDNA), escapes (unicode_escape, UTF-7, HZ), or a code of their own (EBCDIC, UTF-16).
ASCII = "\t\r\n" + "".join(map(chr, range(0x20, 0x7F))).replace("\\", "") + r"\u0041.xn--fiqs8s."


def is_for_programs(encoding: str) -> bool:
    """Whether ASCII's letters stand for themselves in this encoding, as PEP 263 demands of one for programs.

    Python itself does not look: it takes what decodes. But codecs of the standard library that keep this rule take a
    time that grows with the text, and punycode and IDNA, which break it, one that grows with its square: minutes for a
    file of an allowed size.
    """
    try:
        return ASCII.encode("ascii").decode(encoding) == ASCII
    except (LookupError, ValueError):
        return False
