# Row 11. Output without end.
# Stopped by: limits landlock bubblewrap
while True:
    print("x" * 10000)
