"""The door's process: uvicorn around it, ended by a signal once what was begun is answered."""

import signal
import socket
from pathlib import Path

import uvicorn

from oktui.effects import Effects
from oktui.serving.door import Door
from oktui.serving.listening import FINISH_WITHIN
from oktui.serving.patience import PatientProtocol


def serve(effects: Effects, listening: socket.socket, tls: tuple[Path, Path] | None = None) -> None:
    """Answer applications on the socket until SIGTERM or SIGINT; `tls` are the certificate and its key."""
    door = Door(effects, from_afar=tls is not None)
    # uvicorn gives the signal on once it has ended; there is nobody to take it.
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        uvicorn.Server(config_for(door, tls)).run(sockets=[listening])
    finally:
        door.close()
        for number, handler in before.items():
            signal.signal(number, handler)


def config_for(door: Door, tls: tuple[Path, Path] | None = None) -> uvicorn.Config:
    """How uvicorn goes about it: nothing of a request is believed or told that the door itself does not."""
    return uvicorn.Config(
        app=door.app,
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=FINISH_WITHIN,
        h11_max_incomplete_event_size=16 * 1024,
        ssl_certfile=tls[0] if tls else None,
        ssl_keyfile=tls[1] if tls else None,
    )
