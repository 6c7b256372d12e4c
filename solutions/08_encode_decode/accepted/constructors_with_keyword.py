# coding: utf-8
import socket

def encode_text(text, encoding='GBK'):
    send_data = bytes(text, encoding=encoding)
    return send_data

def decode_bytes(data, encoding='GBK'):
    recv_content = str(data, encoding=encoding)
    return recv_content
