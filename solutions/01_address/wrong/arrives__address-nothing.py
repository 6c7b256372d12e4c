# What is wrong: both functions do nothing and so return None.
def parse_address(text: str) -> tuple[str, int]:
    pass


def port_kind(port: int) -> str:
    pass
