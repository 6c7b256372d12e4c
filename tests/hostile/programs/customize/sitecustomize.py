import os

print("BROKE", "OUT")
os._exit(0)
