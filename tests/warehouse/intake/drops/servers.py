"""Real file servers on loopback: a web server, an SFTP server and an S3 store, each on a folder or a few files."""

from __future__ import annotations

import asyncio
import base64
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import asyncssh

USER, PASSWORD = "hanako", "himitsu-no-kotoba"
LOGIN = f"{USER}:{PASSWORD}"


class Pages(SimpleHTTPRequestHandler):
    """Shows a folder as web servers do; behaves as its server's attributes say."""

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(super().do_HEAD)

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self._answer(super().do_GET)

    def _answer(self, as_usual: Any) -> None:
        how: dict[str, Any] = self.server.how  # type: ignore[attr-defined]
        if "login" in how and self.headers.get("Authorization") not in how["login"]:
            self.send_error(401)
        elif "redirect" in how:
            self.send_response(302)
            self.send_header("Location", how["redirect"])
            self.end_headers()
        elif self.path.endswith("/") and "page" in how:
            self._send(how["page"].encode())
        elif self.path.endswith("endless.xlsx"):
            self._send_for_ever()
        elif "wait" in how:
            time.sleep(how["wait"])
        else:
            as_usual()

    def _send(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(content)

    def _send_for_ever(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while self.command == "GET":
                self.wfile.write(b"0" * 1_000_000)
        except OSError:
            pass


@contextmanager
def a_web_server(folder: Path, **how: Any) -> Iterator[ThreadingHTTPServer]:
    """A web server of a folder. `how`: login (what is let in), redirect, page, wait, certificate."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(folder)))
    server.how, server.asked = how, []  # type: ignore[attr-defined]
    server.daemon_threads = True
    if "certificate" in how:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(how["certificate"])
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def basic(login: str = LOGIN) -> str:
    """What a browser sends for a user and a password."""
    return "Basic " + base64.b64encode(login.encode()).decode()


class Password(asyncssh.SSHServer):
    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


@contextmanager
def an_sftp_server(folder: Path) -> Iterator[tuple[int, str]]:
    """An SFTP server of a folder: its port, and its line for known_hosts."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    key = asyncssh.generate_private_key("ssh-ed25519")

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1", 0, server_host_keys=[key], server_factory=Password,
            sftp_factory=lambda session: asyncssh.SFTPServer(session, chroot=str(folder)),
        )  # fmt: skip

    async def close() -> None:
        server.close()
        await server.wait_closed()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(20)
    port = server.get_port()
    try:
        yield port, f"[127.0.0.1]:{port} {key.export_public_key().decode()}"
    finally:
        asyncio.run_coroutine_threadsafe(close(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.close()
