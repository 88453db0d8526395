"""`oktui serve`: the applications' door over HTTP (docs/aplikace.md)."""

import errno
import os
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import click

from oktui.cli.at_socket import at_socket
from oktui.cli.grammar import Command
from oktui.cli.invocation import OK, Invocation, Unusable, given
from oktui.cli.opening import open_installation
from oktui.cli.settings import settings_of
from oktui.config import Settings
from oktui.effects import Effects
from oktui.serving.listening import check_certificate, listen_at

_Tls = tuple[Path, Path]
_Run = Callable[[Invocation, Effects, socket.socket, str, _Tls | None], None]
_PATH = click.Path(path_type=Path)


@click.command("serve", cls=Command, help="Přihlašuje uživatele aplikací, dokud ho neukončí SIGTERM.")
@click.option(
    "--socket", "path", type=_PATH, metavar="SOUBOR", help="soket, na kterém čeká (jinak oktui.sock ve složce)"
)
@click.option("--host", metavar="ADRESA", help="místo soketu port na této IP adrese, jen s TLS")
@click.option("--port", type=click.IntRange(1, 65535), default=8443, metavar="ČÍSLO", help="číslo portu (jinak 8443)")
@click.option("--certificate", type=_PATH, metavar="SOUBOR", help="certifikát a jeho řetěz (PEM)")
@click.option("--check", is_flag=True, help="jen zkusí, zda to půjde, a skončí")
@click.option("--private-key", type=_PATH, metavar="SOUBOR", help="soukromý klíč certifikátu (PEM, bez hesla)")
@given
def command(
    invocation: Invocation,
    /,
    *,
    path: Path | None,
    host: str | None,
    port: int,
    certificate: Path | None,
    private_key: Path | None,
    check: bool,
) -> int:
    """Answer applications until a signal."""
    settings = settings_of(invocation)
    run = _check if check else _run
    _load()
    if host is None:
        if certificate or private_key:
            raise Unusable("Certifikát a klíč patří k --host: na soketu se nešifruje.")
        _serve_socket(invocation, settings, path, run)
    elif path is not None:
        raise Unusable("Buď --socket, nebo --host, ne obojí.")
    elif certificate is None or private_key is None:
        raise Unusable("Port je jen šifrovaný: k --host patří --certificate a --private-key.")
    else:
        _serve_port(invocation, settings, (host, port), (certificate, private_key), run)
    if invocation.as_json:
        invocation.answer("", {"checked" if check else "stopped": True})
    return OK


def _load() -> Callable[[Effects, socket.socket, _Tls | None], None]:
    """What answers applications. Raises Unusable where the extra is missing that it is made of."""
    try:
        from oktui.serving.server import serve  # here, for an installation may be without
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("oktui"):
            raise
        raise Unusable(
            "Chybí knihovny, na kterých oktui serve stojí. Nainstalujte program i s nimi: pip install 'oktui[serve]'."
        ) from error
    return serve


def _serve_socket(invocation: Invocation, settings: Settings, chosen: Path | None, run: _Run) -> None:
    effects = open_installation(settings)
    with at_socket(settings, chosen, "oktui.sock", "oktui serve") as (path, bound):
        run(invocation, effects, bound, f"Aplikace se připojují na {path}.", None)


def _serve_port(invocation: Invocation, settings: Settings, at: tuple[str, int], tls: _Tls, run: _Run) -> None:
    try:
        check_certificate(*tls)
    except ssl.SSLError as error:
        raise Unusable(
            f"Certifikát {tls[0]} a klíč {tls[1]} nelze použít: nejsou to soubory PEM, nepatří k sobě, nebo je klíč "
            "pod heslem."
        ) from error
    effects = open_installation(settings)
    try:
        with listen_at(*at) as bound:
            run(invocation, effects, bound, f"Aplikace se připojují na https://{at[0]}:{at[1]}.", tls)
    except OSError as error:
        if error.filename is not None:
            raise
        why = _WHY.get(error.errno or 0, os.strerror(error.errno) if error.errno else "")
        raise Unusable(f"Na {at[0]}, portu {at[1]} nelze čekat: {why}.") from error


_WHY = {
    errno.EADDRINUSE: "používá ho jiný program",
    errno.EADDRNOTAVAIL: "tento počítač takovou adresu nemá",
    errno.EACCES: "chybí oprávnění",
}


def _run(invocation: Invocation, effects: Effects, bound: socket.socket, said: str, tls: _Tls | None) -> None:
    serve = _load()
    if not invocation.as_json:
        invocation.warn(said)
    serve(effects, bound, tls)


def _check(invocation: Invocation, _effects: Effects, _bound: socket.socket, said: str, _tls: _Tls | None) -> None:
    if not invocation.as_json:
        invocation.answer(f"V pořádku. {said}", {})
