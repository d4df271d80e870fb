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
Say = Callable[[datetime, str, str], None]
FORM_DAY, MAY1_DAY, ANSWER_DAY, REPLACE_DAY, PAPERS_DAY = (5, 7), (5, 28), (6, 10), (6, 25), (7, 15)
TWO_ROUNDS = (2026,)  # the year that the interim evaluation judges is asked twice, the others at once
PLAN_DAY = (2024, 12, 2)  # after the decision of 19 November 2024


class Verbs(Protocol):
    """The verbs that the story calls; `flows.demo.verbs` has them all."""

    import_plan: Callable[[Workspace, Path, datetime], Sequence[Finding]]
    hand_out: Callable[[Workspace, int, datetime, int | None], Sequence[Path]]
    gather: Callable[[Workspace, int, datetime, Mapping[str, str], bool], Sequence[Finding]]
    close: Callable[[Workspace, int, datetime, Mapping[str, str]], tuple[Sequence[Written], Sequence[Finding]]]


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


def tell(workspace: Workspace, verbs: Verbs, say: Say) -> Told:
    """Let the six years happen and return what they brought. `say` is told each step: day, Japanese, English."""
    told = Told()
    _plan(workspace, verbs, say)
    for fiscal_year in workspace.programme.fiscal_years:
        _year(workspace, verbs, say, told, fiscal_year)
    return told


def finding_of(flaw: Flaw, findings: Sequence[Finding]) -> Finding | None:
    """Return the finding that names the slip: by its rule, its university, and its row where it has one."""
    same = [each for each in findings if each["rule"] == flaw.rule and each["university"] == flaw.university.code]
    near = [each for each in same if flaw.row and (each["row"] or "").startswith(flaw.row)]
    return next(iter(near or same), None)


def _plan(workspace: Workspace, verbs: Verbs, say: Say) -> None:
    at = settings.utc(datetime(*PLAN_DAY, 10, tzinfo=settings.JAPAN))
    file = consortium.write_plan(workspace)
    findings = verbs.import_plan(workspace, file, at)
    say(
        at,
        f"計画のデータ集を取込み、確認（{_counts(findings, 'ja')}）",
        f"plan imported and checked ({_counts(findings, 'en')})",
    )


def _year(workspace: Workspace, verbs: Verbs, say: Say, told: Told, fiscal_year: int) -> None:
    after = fiscal_year + 1
    at = day(after, FORM_DAY)
    handed = verbs.hand_out(workspace, fiscal_year, at, simulated.FULL_YEAR if fiscal_year in TWO_ROUNDS else None)
    if after in TWO_ROUNDS:
        handed = [*handed, *verbs.hand_out(workspace, after, at, simulated.MAY1)]
    say(at, f"調査票と依頼文を送付（{len(handed)}件）", f"{len(handed)} forms and letters handed out")
    if after in TWO_ROUNDS:
        simulated.answer_may1(workspace, after)
        verbs.gather(workspace, after, day(after, MAY1_DAY), consortium.environment(workspace), False)
        say(day(after, MAY1_DAY), f"{after}年度の第1回（5月1日現在）を収集", f"the 1 May round of FY{after} collected")
    _answers(workspace, verbs, say, told, fiscal_year)
    _papers(workspace, verbs, say, told, fiscal_year)


def _answers(workspace: Workspace, verbs: Verbs, say: Say, told: Told, fiscal_year: int) -> None:
    at = day(fiscal_year + 1, ANSWER_DAY)
    simulated.answer(workspace, fiscal_year)
    up = consortium.environment(workspace, simulated.is_database_up(fiscal_year))
    findings = verbs.gather(workspace, fiscal_year, at, up, True)
    slips = [flaw for flaw in FLAWS if flaw.fiscal_year == fiscal_year]
    told.found |= {flaw: finding_of(flaw, findings) for flaw in slips}
    seen = sum(told.found[flaw] is not None for flaw in slips)
    ja = f"{fiscal_year}年度の回答を収集・確認: {_counts(findings, 'ja')}（仕込んだ誤り {len(slips)}件中 {seen}件を検出）"
    en = (
        f"FY{fiscal_year} collected and checked: {_counts(findings, 'en')} ({seen} of {len(slips)} planted slips found)"
    )
    say(at, ja, en)


def _papers(workspace: Workspace, verbs: Verbs, say: Say, told: Told, fiscal_year: int) -> None:
    sent, at = day(fiscal_year + 1, REPLACE_DAY), day(fiscal_year + 1, PAPERS_DAY)
    simulated.replace_answers(workspace, fiscal_year)
    say(sent, "各大学が理由を付して差替えを提出", "each university sends a replacement with its reason")
    written, findings = verbs.close(workspace, fiscal_year, at, consortium.environment(workspace))
    told.still_open |= {
        flaw: found for flaw in told.found if flaw.fiscal_year == fiscal_year and (found := finding_of(flaw, findings))
    }
    told.open_at_end += findings
    told.documents += [(at, each) for each in written]
    count = sum(len(each.files) for each in written)
    ja = f"差替えを収集・確認: {_counts(findings, 'ja')}。{fiscal_year}年度の書類を作成（{count}件）"
    say(
        at,
        ja,
        f"replacements collected and checked: {_counts(findings, 'en')}; {count} files of FY{fiscal_year} written",
    )


def _counts(findings: Sequence[Finding], lang: str) -> str:
    from flows import screen

    return screen.counted(findings, lang)
