# What is wrong: the second client's socket is shut before it is used; not accept-only-once, because both are accepted.
taken = []


def accept_client(server):
    pair = server.accept()
    taken.append(pair)
    if len(taken) == 2:
        taken[1][0].close()
    return pair
