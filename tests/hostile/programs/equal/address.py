# Row 5. An object that is equal to everything.
# Stopped by: limits landlock bubblewrap
# Exercise: 01_address


class Everything(str):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0

    def __int__(self):
        return 8989

    def __index__(self):
        return 8989

    def __str__(self):
        return "True"

    __repr__ = __str__


def parse_address(text):
    return Everything("x"), Everything("y")


def port_kind(port):
    return Everything("z")
