# What is wrong: the function never closes; not close-unreachable, because what is behind return is not a close.
def close_conversation(conn):
    conn.close()


def close_server(server):
    return None
    print("closed")
