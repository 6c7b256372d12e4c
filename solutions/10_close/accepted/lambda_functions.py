close_conversation = lambda conn: conn.close()
close_server = lambda server: server.close()
