"""A Prefect server of our own on loopback, as a child of this process, unless one is given."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO
from urllib.error import URLError

if TYPE_CHECKING:
    from warehouse.workspace import Workspace

URL = "PREFECT_API_URL"
HOST = "127.0.0.1"
WAIT_SECONDS = 120.0
LOG = "prefect-server.log"


class ServerProblem(Exception):
    """The server did not start; the sentence says where its log is, Japanese first."""


class Server:
    """A server that is starting or running. `url` is where its API answers."""

    def __init__(self, workspace: Workspace, is_lasting: bool) -> None:
        """Start the server and return at once. `is_lasting`: with its pages and the scheduler, for `serve`."""
        self.log = workspace.root / LOG
        port = _free_port()
        self.url = f"http://{HOST}:{port}/api"
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
        if not is_lasting:
            command += ["--no-ui", "--no-services"]
        self._output: BinaryIO = self.log.open("ab")
        environment = {name: value for name, value in os.environ.items() if name != URL}
        self._child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self._output, stderr=subprocess.STDOUT, env=environment
        )

    def wait(self, seconds: float = WAIT_SECONDS) -> None:
        """Wait until the server answers; ServerProblem where it does not within so many seconds."""
        deadline = time.monotonic() + seconds
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while time.monotonic() < deadline and self._child.poll() is None:
            try:
                with opener.open(f"{self.url}/health", timeout=5):
                    return
            except (URLError, OSError):
                time.sleep(0.1)
        self.stop()
        raise ServerProblem(
            f"Prefect のサーバを起動できませんでした。記録: {self.log} / the Prefect server did not start; see {self.log}"
        )

    def stop(self) -> None:
        """Stop the server and wait until it is gone."""
        self._child.terminate()
        try:
            self._child.wait(10)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._output.close()


@contextmanager
def server(workspace: Workspace, is_lasting: bool = False) -> Iterator[str]:
    """Yield the address of the API that Prefect is to use: the one that is given, else that of a server of our own."""
    from flows.settings import prepare_prefect

    prepare_prefect(workspace)
    if given := os.environ.get(URL):
        yield given
        return
    ours = Server(workspace, is_lasting)
    try:
        ours.wait()
        os.environ[URL] = ours.url
        yield ours.url
    finally:
        try:
            _say_the_last()
        finally:
            os.environ.pop(URL, None)
            ours.stop()


def _say_the_last() -> None:
    """Let Prefect hand over what it still has to log, while the server is there to hear it."""
    if "prefect.logging.handlers" in sys.modules:
        sys.modules["prefect.logging.handlers"].APILogWorker.drain_all(timeout=5)


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
