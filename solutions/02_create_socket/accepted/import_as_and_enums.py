import socket as s

create_tcp_socket = lambda: s.socket(s.AddressFamily.AF_INET, s.SocketKind.SOCK_STREAM, proto=6)
