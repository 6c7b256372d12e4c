# Row 13. Hard-coded answers.
# Stopped by: limits landlock bubblewrap
# Exercise: 01_address


def parse_address(text):
    return ("127.0.0.1", 8989)


def port_kind(port):
    return "registered"
