def close_conversation(conn):
    conn.close()


close_server = close_conversation
