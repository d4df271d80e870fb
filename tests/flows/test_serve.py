"""The flows for real: a Prefect server on loopback, a schedule that fires, a return that is stored, a document."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.flows.conftest import LEAD, PARTNER, PATIENCE_SECONDS, ROOT, Run
from tests.flows.test_collect import an_answer
from warehouse.workspace import Workspace

SCHEDULE = """
schedule:
  today: "2027-05-20"
  may1_round: every 5s
  interim_documents: every 5s
  full_year_round: "off"
  may1_check: "off"
  yearly_check: "off"
  yearly_papers: "off"
  final_documents: "off"
"""
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prefect")]


def the_server_s_port(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    head = process.stdout.readline()
    assert "http://127.0.0.1:" in head, head
    return int(head.rsplit(":", 1)[1])


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(folder: Path, pattern: str, process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not list(folder.glob(pattern)):
        assert process.poll() is None, "serve ended"
        assert time.monotonic() < deadline, f"no {pattern} in {folder}"
        time.sleep(0.5)


def test_a_scheduled_run_stores_a_return_and_writes_a_document(planned: Workspace) -> None:
    with (planned.root / "rokunen.yaml").open("a", encoding="utf-8") as file:
        file.write(SCHEDULE)
    inbox = planned.inbox(2027)
    inbox.mkdir(parents=True)
    (inbox / f"{LEAD}.csv").write_text(an_answer(**{"5_A": 1300}).replace("2026", "2027"), encoding="utf-8")
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PREFECT_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.command", "serve", "--workspace", str(planned.root)],
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=(planned.root / "serve.log").open("w"),
        encoding="utf-8",
    )
    try:
        port = the_server_s_port(process)
        wait_for(planned.reports, "interim/*.docx", process)
        wait_for(planned.evidence, "*/*.csv", process)
        assert is_open(port)
    finally:
        process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
        process.wait(PATIENCE_SECONDS)
    assert not is_open(port)  # nothing of ours stays behind
    assert (planned.root / ".prefect").is_dir()
    from flows.facts import facts

    stored = [each["value"] for each in facts(planned, year=2027) if each["row"] == "5.A" and each["kind"] == "actual"]
    assert stored == [1300]


ONLY_LOOPBACK = """
import os, socket
connect = socket.socket.connect
def watched(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        with open(os.environ["CONTACTED"], "a") as file:
            file.write(f"{address}\\n")
        raise ConnectionRefusedError(address)
    return connect(self, address)
socket.socket.connect = watched
"""


def test_a_year_runs_in_one_command_and_stays_a_draft_while_something_must_be_corrected(
    rokunen: Run, planned: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(ONLY_LOOPBACK)
    inbox = planned.inbox(2026)
    inbox.mkdir(parents=True)
    (inbox / f"{LEAD}.csv").write_text(an_answer(**{"5_A": 1300}), encoding="utf-8")
    (inbox / f"{PARTNER}.xlsx").write_bytes(b"")
    watch = {
        "PYTHONPATH": os.pathsep.join((str(tmp_path / "watch"), str(ROOT))),
        "CONTACTED": str(tmp_path / "contacted"),
    }
    done = rokunen("run", "--year", "2026", "--json", "--workspace", planned.root, PREFECT_API_URL="", **watch)
    assert done.returncode == 1, done.stderr
    names = {path.parent.name: path.name for path in planned.reports.glob("*/*.*")}
    assert {"interim", "data-book", "budget", "quality-book"} <= set(names)
    assert all("案" in name for folder, name in names.items() if folder != "quality-book")
    assert "Traceback" not in done.stderr
    assert (planned.root / ".prefect").is_dir()
    assert not (tmp_path / "contacted").exists(), (tmp_path / "contacted").read_text()
