"""Receiving from a drop: what is new there is copied into the evidence and the inbox, exactly as it is."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit

from warehouse.evidence import keep, store
from warehouse.finding import Finding, Place, say
from warehouse.intake.drops.address import Drop
from warehouse.intake.drops.kept import Kept, Origin, read_kept
from warehouse.intake.drops.names import is_left_behind, is_usable, same_name, shown
from warehouse.intake.drops.protocols import LibraryMissing, opening
from warehouse.intake.drops.server import CannotReceive, Offered, Server
from warehouse.intake.secret import secret
from warehouse.intake.submission import Submission
from warehouse.workspace import Workspace

MEGABYTE = 1_000_000
OF_ONE_FILE = ("too_large", "not_found", "refused")  # what stops one file; anything else stops the drop
UNREACHABLE = "drop_unreachable"


def receive(
    workspace: Workspace, name: str, fiscal_year: int, at: datetime, environment: Mapping[str, str]
) -> Submission | None:
    """Copy what is new in a drop into its folder of the inbox.

    Returns None when all went well, as it did before; otherwise a submission without data whose findings say what is
    wrong (none any more: it closes the earlier ones). Nothing that a server does raises.
    """
    looking = _Looking(workspace, name, fiscal_year, at)
    looking.receive(environment)
    was_wrong, looking.kept.was_wrong = looking.kept.was_wrong, bool(looking.findings)
    looking.kept.write(looking.folder)
    return looking.submission() if looking.findings or was_wrong else None


class _Looking:
    """One look into a drop."""

    def __init__(self, workspace: Workspace, name: str, fiscal_year: int, at: datetime) -> None:
        self.drop: Drop = workspace.config.drops[name]
        self.findings: list[Finding] = []
        self.folder = workspace.inbox(fiscal_year) / self.drop.folder(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.kept: Kept = read_kept(self.folder)
        self._workspace = workspace
        self._place = f"drops/{name}"
        self._name = name
        self._year = fiscal_year
        self._at = at

    def receive(self, environment: Mapping[str, str]) -> None:
        """Receive every file that is new, one after another; what is wrong becomes a finding."""
        login = None
        if self.drop.secret_from is not None and (login := secret(self.drop.secret_from, environment)) is None:
            self._say("drop_secret_missing", self.drop.secret_from)
            return
        try:
            with Server(opening(self.drop, self._year, login), self.drop.timeout_seconds) as server:
                self._receive_all(server, server.offered())
        except LibraryMissing as missing:
            self._say("drop_library_missing", missing.extra)
        except CannotReceive as problem:
            self._say_of_server(problem.reason)

    def submission(self) -> Submission:
        """Return the findings as a submission of nobody, kept under the drop's own name."""
        note = {
            "drop": self._name, "url": self.drop.address(self._year), "fiscal_year": self._year,
            "at": self._at.isoformat(), "findings": [finding.message_ja for finding in self.findings],
        }  # fmt: skip
        text = json.dumps(note, ensure_ascii=False, indent=1).encode("utf-8")
        received = keep(self._workspace, self._place, text, self._at)
        programme = self._workspace.programme
        return Submission(received, "return", "drop", self._year, None, programme.hash, findings=tuple(self.findings))

    def _receive_all(self, server: Server, offered: list[Offered]) -> None:
        seen: set[str] = set()
        for one in offered:
            if any(is_left_behind(part) for part in one.name.split("/")) and is_usable(one.name):
                continue
            if not is_usable(one.name) or same_name(one.name) in seen:
                self._say("drop_name_unusable", shown(one.name))
                continue
            seen.add(same_name(one.name))
            try:
                self._receive(server, server.stamped(one))
            except CannotReceive as problem:
                if problem.reason not in OF_ONE_FILE:
                    raise
                self._say_of_file(problem.reason, one)
            except OSError:  # ours: a folder where a file of the name is, a full disk
                self._say_of_file("not_written", one)

    def _receive(self, server: Server, one: Offered) -> None:
        target = self.folder / one.name
        known = self.kept.files.get(one.name)
        if known is not None and one.stamp and known.stamp == one.stamp and target.exists():
            return
        most = self.drop.max_megabytes * MEGABYTE
        if (one.size or 0) > most:
            raise CannotReceive("too_large")
        with TemporaryDirectory() as folder:
            copy = Path(folder) / "file"
            server.fetch(one, copy, most)
            content = copy.read_bytes()
        digest, _ = store(self._workspace, content, target.suffix.lower())
        if known is None or known.sha256 != digest or not target.exists():
            _put(content, target, one.modified)
        url = self._url(one.name)
        self.kept.files[one.name] = Origin(url, digest, one.stamp, self._at.isoformat(), self.drop.university)
        self.kept.write(self.folder)

    def _url(self, name: str) -> str:
        root = self.drop.address(self._year)
        is_the_file = urlsplit(root).path.rpartition("/")[2] in (name, quote(name))
        return root if is_the_file else f"{root.rstrip('/')}/{name}"

    def _say_of_server(self, reason: str) -> None:
        rule = "drop_nothing_there" if reason == "not_found" else UNREACHABLE
        self._say(rule, self.drop.address(self._year), reason)

    def _say_of_file(self, reason: str, one: Offered) -> None:
        self._say("drop_file_not_received", shown(one.name), reason)

    def _say(self, rule: str, value: str, reason: str = "") -> None:
        told = self._workspace.programme.rules_by_id[rule]
        why = {key: told.parameters[f"{reason}_{key}"] if reason else "" for key in ("ja", "en")}
        most = str(self.drop.max_megabytes)
        finding = say(
            told, university=self.drop.university, fiscal_year=self._year, place=Place(self._place), value=value,
            why_ja=why["ja"].replace("{most}", most), why_en=why["en"].replace("{most}", most),
        )  # fmt: skip
        self.findings.append(finding)


def _put(content: bytes, target: Path, modified: float | None) -> None:
    """Put a file into the inbox, whole or not at all, dated as its server dates it: of two, the later one holds."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name[:60] + ".part")
    part.write_bytes(content)
    if modified is not None:
        with suppress(OSError, OverflowError, ValueError):
            os.utime(part, (modified, modified))
    part.replace(target)
