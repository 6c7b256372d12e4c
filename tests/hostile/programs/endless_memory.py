# Row 11. Memory without end.
# Stopped by: limits landlock bubblewrap
kept = []
try:
    while len(kept) < 64:
        kept.append(bytearray(64 << 20))
    print("BROKE", "OUT")
except MemoryError:
    pass
