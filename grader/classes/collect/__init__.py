"""A class's submissions: find them, read them, choose the state that counts."""
