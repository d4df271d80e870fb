"""The folder of a university, as a web server and an SFTP server show it."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.builders import FIRST, a_workspace
from tests.warehouse.intake.drops.looking import url_of, with_drop
from tests.warehouse.intake.drops.servers import a_web_server, an_sftp_server
from warehouse.workspace import Workspace


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return a_workspace(tmp_path)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """The folder of the university, as its server shows it."""
    folder = tmp_path / "theirs" / "2026"
    folder.mkdir(parents=True)
    (folder / "回答 5%.csv").write_bytes("行,値\r\n5.A,1\r\n".encode("cp932"))
    (folder / "教務課").mkdir()
    (folder / "教務課" / "a.xlsx").write_bytes(b"PK\x03\x04 whatever")
    return folder.parent


@pytest.fixture
def web(theirs: Path) -> Iterator[ThreadingHTTPServer]:
    with a_web_server(theirs) as server:
        yield server


@pytest.fixture
def sftp(theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An SFTP server that the user of this machine knows."""
    with an_sftp_server(theirs) as (port, line):
        (tmp_path / "home" / ".ssh").mkdir(parents=True)
        (tmp_path / "home" / ".ssh" / "known_hosts").write_text(line, encoding="utf-8")
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        yield f"sftp://127.0.0.1:{port}/{{year}}/"


@pytest.fixture(params=["web", "sftp"])
def drop(request: pytest.FixtureRequest, place: Workspace) -> Workspace:
    """A workspace with a drop of one protocol that shows the folder of the university."""
    server = request.getfixturevalue(request.param)
    url = server if isinstance(server, str) else url_of(server)
    return with_drop(place, url, university=FIRST, secret_from="AKITA_DROP")
