"""The process that slapd asks: one request a connection, until a signal."""

import asyncio
import signal
import socket
from contextlib import suppress
from typing import Final

from oktui.effects import Effects
from oktui.serving.ldap.directory import Directory
from oktui.serving.ldap.wire import MOST_BYTES, Code, Malformed, read_request, result
from oktui.serving.listening import FINISH_WITHIN

_UNBIND: Final = "UNBIND"


def serve(effects: Effects, listening: socket.socket) -> None:
    """Answer slapd on the socket until SIGTERM or SIGINT."""
    asyncio.run(_until_a_signal(effects, listening))


async def _until_a_signal(effects: Effects, listening: socket.socket) -> None:
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    await answer_until(ended, effects, listening)


async def answer_until(ended: asyncio.Event, effects: Effects, listening: socket.socket) -> None:
    """Answer on the socket until the event; what was begun by then is answered."""
    directory, begun = Directory(effects), set[asyncio.Task[None]]()

    def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(_answer(directory, reader, writer))
        begun.add(task)
        task.add_done_callback(begun.discard)

    try:
        server = await asyncio.start_unix_server(answer, sock=listening, limit=MOST_BYTES)
        await ended.wait()
        server.close()
        if begun:
            await asyncio.wait(begun, timeout=FINISH_WITHIN)
    finally:
        directory.close()


async def _answer(directory: Directory, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    # Whoever goes away meanwhile is told nothing.
    with suppress(ConnectionError):
        try:
            request = await read_request(reader)
            told = "" if request.operation == _UNBIND else await directory.answer(request)
        except Malformed:
            told = result(Code.PROTOCOL_ERROR)
        writer.write(told.encode())
        await writer.drain()
        writer.close()
