# Row 11. A full disk (here: 256 MB at most).
# Stopped by: bubblewrap
written = 0
try:
    for number in range(64):
        with open(f"file{number}", "wb") as file:
            file.write(b"x" * (4 << 20))
        written += 4
    print("BROKE", "OUT")
except OSError:
    pass
