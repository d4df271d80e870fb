"""What the machine knows and nobody below asks: the clock, the locale, the environment."""

from __future__ import annotations

import locale
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.programme import Programme
    from warehouse.workspace import Workspace

JAPAN = timezone(timedelta(hours=9), "Asia/Tokyo")  # no summer time since 1951; needs no time zone files (Windows)
LOG = "rokunen.log"
REIWA_STARTS = 2018  # 令和元年度 = 2019
TODAY = "today"  # the key of `schedule:` in rokunen.yaml that says which day it is taken to be

_PREFECT = {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",  # ours is started with its output in a file
}


def now(workspace: Workspace | None = None) -> datetime:
    """Return the time as naive UTC; where the workspace's `schedule:` names a day as `today`, that day at this hour."""
    moment = datetime.now(UTC)
    if workspace is not None and (day := workspace.config.schedule.get(TODAY)):
        in_japan = moment.astimezone(JAPAN)
        moment = datetime.combine(date.fromisoformat(day), in_japan.time(), JAPAN)
    return utc(moment)


def utc(moment: datetime) -> datetime:
    """Return a moment as naive UTC; one without a zone is taken as Japanese time."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=JAPAN)).astimezone(UTC).replace(tzinfo=None)


def as_moment(text: str) -> datetime:
    """Return what `--as-of` names as naive UTC: a day means its end, a time without a zone is Japanese time.

    Raises ValueError where the text is neither.
    """
    if len(text) == len("2027-06-30"):
        return utc(datetime.combine(date.fromisoformat(text), time.max))
    return utc(datetime.fromisoformat(text))


def fiscal_year(moment: datetime) -> int:
    """Return the Japanese fiscal year (1 April to 31 March) of a moment in naive UTC."""
    day = moment.replace(tzinfo=UTC).astimezone(JAPAN)
    return day.year if day.month >= 4 else day.year - 1


def described_year(workspace: Workspace, moment: datetime) -> int:
    """Return the fiscal year whose 1 May round is open or next to be described: this one, kept within the programme."""
    programme = workspace.programme
    return min(max(fiscal_year(moment), programme.first_fy), programme.last_fy)


def asked_year(workspace: Workspace, year: int | None) -> int | None:
    """Return the year of `--year` as it was given, None where it was not; WrongUse where it is none of the programme's."""
    return None if year is None else year_of(workspace.programme, year)


def year_of(programme: Programme, year: int) -> int:
    """Return the year where the programme has it; WrongUse with the nearest meaning (26 or 令和8年度: 2026) where not."""
    from flows.problem import WrongUse

    if year in programme.fiscal_years:
        return year
    near = next((each for each in (2000 + year, REIWA_STARTS + year) if each in programme.fiscal_years), None)
    first, last = programme.first_fy, programme.last_fy
    hint_ja, hint_en = (f"（もしかして --year {near}）", f" (did you mean --year {near}?)") if near else ("", "")
    raise WrongUse(
        f"{year}年度はこの事業の年度（{first}～{last}年度）ではありません{hint_ja} / "
        f"FY{year} is no year of this programme (FY{first} to FY{last}){hint_en}"
    )


def day_in_japan(moment: datetime) -> str:
    """Return the day in Japan of a moment in naive UTC, as 2027-06-30."""
    return moment.replace(tzinfo=UTC).astimezone(JAPAN).date().isoformat()


def minute_in_japan(moment: datetime) -> str:
    """Return the minute in Japan of a moment in naive UTC, as 2027-06-30 17:05."""
    return moment.replace(tzinfo=UTC).astimezone(JAPAN).strftime("%Y-%m-%d %H:%M")


def start_of(text: str) -> datetime:
    """Return what `--since` names as naive UTC: a day means its beginning, a time without a zone is Japanese time.

    Raises ValueError where the text is neither.
    """
    return utc(datetime.fromisoformat(text))


@contextmanager
def logged(workspace: Workspace) -> Iterator[None]:
    """Let what is logged go to the workspace's log file while this lasts, and not to the screen."""
    root = logging.getLogger()
    handler = logging.FileHandler(workspace.root / LOG, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()


def prepare_prefect(workspace: Workspace) -> None:
    """Say what Prefect reads from the environment, before it is imported; what somebody set already stays.

    Its home lies in the workspace, nothing is reported to anybody, and loopback is reached by no proxy.
    """
    for name, value in _PREFECT.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("PREFECT_HOME", str(workspace.root / ".prefect"))
    for name in ("NO_PROXY", "no_proxy"):
        hosts = [host for host in os.environ.get(name, "").split(",") if host]
        os.environ[name] = ",".join(dict.fromkeys([*hosts, "127.0.0.1", "localhost"]))


def language(asked: str | None) -> str:
    """Return `ja` or `en`: what was asked for, else what the locale says."""
    if asked:
        return asked
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((name for name in names if name), "") or locale.getlocale()[0] or ""
    return "ja" if name.lower().startswith("ja") else "en"


def open_workspace(folder: Path | None) -> Workspace:
    """Return the workspace in `folder`, or where none is named, the one here or in the nearest parent.

    Raises WorkspaceProblem where there is none.
    """
    from warehouse.workspace import FILE, Workspace, WorkspaceProblem, find_workspace

    if folder is None:
        return find_workspace(Path.cwd())
    if not (folder / FILE).is_file():
        raise WorkspaceProblem(
            f"{folder} に {FILE} がありません。rokunen init {folder} で作成してください / "
            f"no {FILE} in {folder}; create it with `rokunen init {folder} …`"
        )
    return Workspace(folder)
