"""A workspace with a drop, looked into, and what is there afterwards."""

from __future__ import annotations

from datetime import datetime
from http.server import ThreadingHTTPServer
from typing import Any

import yaml

from warehouse.intake.drops.receive import receive
from warehouse.intake.submission import Submission
from warehouse.workspace import Workspace

AT = datetime(2027, 5, 20)


def url_of(server: ThreadingHTTPServer, path: str = "/{year}/") -> str:
    return f"http://127.0.0.1:{server.server_address[1]}{path}"


def with_drop(place: Workspace, url: str, **more: Any) -> Workspace:
    file = place.root / "rokunen.yaml"
    settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    settings["drops"] = {"akita": {"url": url, **more}}
    file.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return Workspace(place.root)


def look(place: Workspace, environment: dict[str, str] | None = None) -> Submission | None:
    return receive(place, "akita", 2026, AT, environment or {})


def rules(said: Submission | None) -> list[str]:
    return [finding.rule for finding in said.findings] if said else []


def received(place: Workspace) -> dict[str, bytes]:
    inbox = place.inbox(2026)
    return {
        path.relative_to(inbox).as_posix(): path.read_bytes()
        for path in inbox.rglob("*")
        if path.is_file() and path.name[0] != "."
    }
