"""One command to a document store on one plain connection.

The driver's client runs threads for as long as it lives and a little longer; a process that is about to fork has none.
"""

import socket
import struct
from collections.abc import Mapping

import bson

_HEADER = struct.Struct("<iiii")
_OP_MSG = 2013
_FLAGS_AND_KIND = struct.Struct("<Ib")


def ask(port: int, command: Mapping[str, object], *, wait_seconds: float) -> Mapping[str, object]:
    """Return what the store at a loopback port answers, an error of its own included.

    Args:
        port: Where it listens.
        command: With ``$db``; the connection is not signed in.
        wait_seconds: For the connection and for each part of the answer.

    Raises:
        OSError: If nobody answers in time.
    """
    body = _FLAGS_AND_KIND.pack(0, 0) + bson.encode(command)
    with socket.create_connection(("127.0.0.1", port), wait_seconds) as connection:
        connection.sendall(_HEADER.pack(_HEADER.size + len(body), 1, 0, _OP_MSG) + body)
        length, *_ = _HEADER.unpack(_exactly(connection, _HEADER.size))
        answer = _exactly(connection, length - _HEADER.size)
    found: Mapping[str, object] = bson.decode(answer[_FLAGS_AND_KIND.size :])
    return found


def _exactly(connection: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = connection.recv(count - len(found))
        if not more:
            raise ConnectionResetError
        found += more
    return found
