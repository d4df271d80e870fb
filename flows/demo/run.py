"""`rokunen demo`: six years of an invented consortium from its plan to the final report, told as they happen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flows import screen

if TYPE_CHECKING:
    from flows.demo.story import Told, Verbs
    from warehouse.workspace import Workspace


class Clock:
    """Where the time goes, in seconds by part."""

    def __init__(self) -> None:
        self.start = time.perf_counter()
        self.parts: dict[str, float] = {}

    @contextmanager
    def counted(self, part: str) -> Iterator[None]:
        """Add the time that the block takes to a part."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.parts[part] = self.parts.get(part, 0.0) + time.perf_counter() - start

    @property
    def total(self) -> float:
        """The seconds since the start."""
        return time.perf_counter() - self.start


def run(root: Path, lang: str) -> Told:
    """Run the demo in `root`, showing each step, and return what it brought.

    Raises WrongUse where the folder holds anything but an earlier demo.
    """
    from flows.demo import closing, consortium
    from flows.demo.stopwatch import timed
    from flows.server import server
    from flows.settings import logged

    clock = Clock()
    workspace = consortium.create(root)
    screen.line(_opening(workspace, lang))

    def say(at: datetime, ja: str, en: str) -> None:
        screen.line(f"[{clock.total:5.1f}s] {closing.day_in_japan(at)}  {ja if lang == 'ja' else en}")

    def load() -> None:
        with clock.counted("import"):
            _load()

    with ThreadPoolExecutor(1) as beside, logged(workspace):
        loading = beside.submit(load)
        with server(workspace):  # starts in a process of its own while the libraries are loaded
            loading.result()
            from flows.demo import verbs
            from flows.demo.story import tell

            with timed() as seconds:
                told = tell(workspace, cast("Verbs", verbs), say)
    clock.parts["simulated"] = sum(taken for name, taken in seconds.items() if name.startswith("flows.demo."))
    clock.parts["verbs"] = sum(seconds.values()) - clock.parts["simulated"]
    clock.parts["prefect"] = clock.total - sum(clock.parts.values())
    closing.show(workspace, told, clock.parts, clock.total, lang)
    return told


def _opening(workspace: Workspace, lang: str) -> str:
    names = "、".join(each.name for each in workspace.universities)
    programme = workspace.programme
    years = f"{programme.first_fy}–{programme.last_fy}"
    if lang == "ja":
        return f"デモ: {programme.name.ja} {programme.type.ja}、{years}年度。{names}（架空の大学、合成データ）→ {workspace.root}"
    return f"Demo: {programme.name.en}, {programme.type.en}, FY{years}. Invented universities, synthetic data → {workspace.root}"


def _load() -> None:
    """Load the libraries, which the first use of each command pays for."""
    import openpyxl  # noqa: F401

    import reports.collection.form
    import reports.evaluation  # noqa: F401
    from expectations import gx

    gx.load()
