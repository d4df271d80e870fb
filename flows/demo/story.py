"""The six years as they happen: what is done on which day, and what each step tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from flows import settings
from flows.demo import consortium, simulated
from flows.demo.flaws import FLAWS, Flaw
from flows.publish import Written

if TYPE_CHECKING:
    from warehouse.workspace import Workspace

Finding = dict[str, Any]
FORM_DAY, MAY1_DAY, ANSWER_DAY, REPLACE_DAY, PAPERS_DAY = (5, 7), (5, 28), (6, 10), (6, 25), (7, 15)
PLAN_DAY = (2024, 12, 2)  # after the decision of 19 November 2024


class Verbs(Protocol):
    """The verbs of the commands, run plainly or by Prefect."""

    def import_plan(self, workspace: Workspace, file: Path, at: datetime) -> Sequence[Finding]:
        """Import the plan, check it, and return everything that is open in it."""

    def hand_out(self, workspace: Workspace, fiscal_year: int, at: datetime, number: int | None) -> Sequence[Path]:
        """Write 調査票 and letters and return the files."""

    def gather(
        self, workspace: Workspace, fiscal_year: int, at: datetime, environment: Mapping[str, str], is_checked: bool
    ) -> Sequence[Finding]:
        """Collect a year's answers, check them where asked, and return everything that is open in the year."""

    def publish(self, workspace: Workspace, fiscal_year: int, at: datetime) -> Sequence[Written]:
        """Write the papers of a year that is over, and the evaluation that judges it."""


@dataclass
class Told:
    """What the story brought: findings of each planted slip, what stayed open, and the documents by day."""

    found: dict[Flaw, Finding | None] = field(default_factory=dict)
    still_open: dict[Flaw, Finding] = field(default_factory=dict)
    documents: list[tuple[datetime, Written]] = field(default_factory=list)
    open_at_end: list[Finding] = field(default_factory=list)


def day(year: int, month_day: tuple[int, int], hour: int = 10) -> datetime:
    """Return that day at an hour of Japan, as naive UTC."""
    return settings.utc(datetime(year, *month_day, hour, tzinfo=settings.JAPAN))


def tell(workspace: Workspace, verbs: Verbs, say: Callable[[datetime, str, str], None]) -> Told:
    """Let the six years happen and return what they brought. `say` is told each step: day, Japanese, English."""
    told = Told()
    _plan(workspace, verbs, say)
    for fiscal_year in workspace.programme.fiscal_years:
        _year(workspace, verbs, say, told, fiscal_year)
    return told


def expected(fiscal_year: int) -> list[Flaw]:
    """Return the slips planted in a year's answers."""
    return [flaw for flaw in FLAWS if flaw.fiscal_year == fiscal_year]


def finding_of(flaw: Flaw, findings: Sequence[Finding]) -> Finding | None:
    """Return the finding that names the slip: by its rule, its university, and its row where it has one."""
    same = [each for each in findings if each["rule"] == flaw.rule and each["university"] == flaw.university.code]
    near = [each for each in same if flaw.row and (each["row"] or "").startswith(flaw.row)]
    return next(iter(near or same), None)


def _plan(workspace: Workspace, verbs: Verbs, say: Callable[[datetime, str, str], None]) -> None:
    at = settings.utc(datetime(*PLAN_DAY, 10, tzinfo=settings.JAPAN))
    file = consortium.write_plan(workspace)
    findings = verbs.import_plan(workspace, file, at)
    say(
        at,
        f"計画のデータ集を取込み、確認（{_counts(findings, 'ja')}）",
        f"plan imported and checked ({_counts(findings, 'en')})",
    )


def _year(
    workspace: Workspace, verbs: Verbs, say: Callable[[datetime, str, str], None], told: Told, fiscal_year: int
) -> None:
    after = fiscal_year + 1
    is_first, is_last = fiscal_year == workspace.programme.first_fy, fiscal_year == workspace.programme.last_fy
    handed = verbs.hand_out(workspace, fiscal_year, day(after, FORM_DAY), None if is_first else simulated.FULL_YEAR)
    if not is_last:
        handed = [*handed, *verbs.hand_out(workspace, after, day(after, FORM_DAY, 11), simulated.MAY1)]
    say(day(after, FORM_DAY), f"調査票と依頼文を送付（{len(handed)}件）", f"{len(handed)} forms and letters handed out")
    if not is_last:
        simulated.answer_may1(workspace, after)
        verbs.gather(workspace, after, day(after, MAY1_DAY), consortium.environment(workspace), False)
        say(day(after, MAY1_DAY), f"{after}年度の第1回（5月1日現在）を収集", f"the 1 May round of FY{after} collected")
    _answers(workspace, verbs, say, told, fiscal_year)
    at = day(after, PAPERS_DAY)
    written = verbs.publish(workspace, fiscal_year, at)
    told.documents += [(at, each) for each in written]
    files = [file.name for each in written for file in each.files]
    say(at, f"書類を作成: {'、'.join(files)}", f"written: {', '.join(files)}")


def _answers(
    workspace: Workspace, verbs: Verbs, say: Callable[[datetime, str, str], None], told: Told, fiscal_year: int
) -> None:
    first, second = day(fiscal_year + 1, ANSWER_DAY), day(fiscal_year + 1, REPLACE_DAY)
    simulated.answer(workspace, fiscal_year)
    up = consortium.environment(workspace, simulated.is_database_up(fiscal_year))
    findings = verbs.gather(workspace, fiscal_year, first, up, True)
    slips = expected(fiscal_year)
    told.found |= {flaw: finding_of(flaw, findings) for flaw in slips}
    seen = sum(told.found[flaw] is not None for flaw in slips)
    ja = f"{fiscal_year}年度の回答を収集・確認: {_counts(findings, 'ja')}（仕込んだ誤り {len(slips)}件中 {seen}件を検出）"
    say(
        first,
        ja,
        f"FY{fiscal_year} collected and checked: {_counts(findings, 'en')} ({seen} of {len(slips)} planted slips found)",
    )
    simulated.replace_answers(workspace, fiscal_year)
    findings = verbs.gather(workspace, fiscal_year, second, consortium.environment(workspace), True)
    told.still_open |= {flaw: found for flaw in slips if (found := finding_of(flaw, findings)) is not None}
    told.open_at_end += findings
    say(
        second,
        f"差替えを収集・確認: {_counts(findings, 'ja')}",
        f"replacements collected and checked: {_counts(findings, 'en')}",
    )


def _counts(findings: Sequence[Finding], lang: str) -> str:
    from flows import screen

    return screen.counted(findings, lang)
