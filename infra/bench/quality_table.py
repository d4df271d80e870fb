"""The benchmark's tables: what became of each class of slips, and what was said of sound and of untidy files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from quality_slip import ORDER, Outcome, SlipClass

PARTS = {"plan": "計画（データ集と表紙） / the plan", "year": "年度の回答（調査票） / the yearly answers"}
HEAD = ("| class | slip | must be | block | explain | note | missed | |", "|---|---|---|---:|---:|---:|---:|---|")
SUSPECTS_PCT = 95
QUESTIONS_PCT = 2


def table(outcomes: Sequence[Outcome], classes: Mapping[str, Sequence[SlipClass]]) -> str:
    """Return the tables as Markdown. `classes`: those of each part (`plan`, `year`)."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        found[outcome.slip].append(outcome)
    lines: list[str] = []
    for part, slips in classes.items():
        rows = [(one, found[f"{part}:{one.id}"]) for one in slips if found[f"{part}:{one.id}"]]
        lines += [f"### {PARTS[part]}", "", *HEAD]
        lines += [_row(one, each) for one, each in rows if not one.is_harmless]
        lines += ["", *_quiet(found[f"{part}:clean"], [(one, each) for one, each in rows if one.is_harmless]), ""]
    return "\n".join([*summary(found, classes), *lines])


def summary(found: Mapping[str, Sequence[Outcome]], classes: Mapping[str, Sequence[SlipClass]]) -> list[str]:
    """Return the goals with what was reached."""
    every = [
        (one, found[f"{part}:{one.id}"])
        for part, slips in classes.items()
        for one in slips
        if not one.is_harmless and one.has_goal
    ]
    decided = [(one, each) for one, each in every if one.is_decidable]
    suspects = [(one, each) for one, each in every if not one.is_decidable]
    clean = [each for part in classes for each in found[f"{part}:clean"]]
    harmless = [
        each
        for part, slips in classes.items()
        for one in slips
        if one.is_harmless
        for each in found[f"{part}:{one.id}"]
    ]
    values = sum(int(each.caught) for each in clean)
    blocks, questions = _alarms(clean)
    untidy = _alarms(harmless)
    seeds = len({each.seed for each in clean})
    return [
        f"{seeds} seeds, {sum(len(each) for _, each in every)} slips in {len(every)} classes with a goal.", "",
        "| goal | measured | |", "|---|---|---|",
        _goal("decided by arithmetic or the definition: 100 % caught as they must be", decided, 100),
        _goal(f"suspects: at least {SUSPECTS_PCT} % asked about", suspects, SUSPECTS_PCT),
        f"| false 要修正 on clean files: 0 | {blocks} in {values:,} values | {_word(blocks == 0)} |",
        f"| false questions on clean files: at most {QUESTIONS_PCT} % of values | {questions} in {values:,} values, {100 * questions / max(1, values):.2f} % | {_word(questions * 100 <= QUESTIONS_PCT * values)} |",
        f"| untidy but right files: nothing blocked, nothing asked | {untidy[0]} blocked, {untidy[1]} asked in {len(harmless)} files | {_word(untidy == (0, 0))} |",
        "",
    ]  # fmt: skip


def is_caught(one: SlipClass, outcome: Outcome) -> bool:
    """Whether a slip was caught as gravely as it must be."""
    return ORDER.index(outcome.caught) >= ORDER.index(one.expects)


def _goal(words: str, rows: Sequence[tuple[SlipClass, Sequence[Outcome]]], goal: int) -> str:
    slips = [(one, each) for one, found in rows for each in found]
    hits = sum(is_caught(one, each) for one, each in slips)
    short = [one.id for one, found in rows if sum(is_caught(one, each) for each in found) * 100 < goal * len(found)]
    rest = f"; short: {', '.join(short)}" if short else ""
    return f"| {words} | {hits} of {len(slips)} ({100 * hits / max(1, len(slips)):.1f} %) in {len(rows)} classes{rest} | {_word(not short)} |"


def _row(one: SlipClass, found: Sequence[Outcome]) -> str:
    count = Counter(each.caught for each in found)
    hits = sum(is_caught(one, each) for each in found)
    goal = 100 if one.is_decidable else SUSPECTS_PCT
    verdict = "no goal" if not one.has_goal else _word(hits * 100 >= goal * len(found))
    return f"| `{one.id}` | {one.ja} | {one.expects}{'' if one.is_decidable else ' (suspect)'} | {count['block']} | {count['explain']} | {count['note']} | {count['missed']} | {verdict} |"


def _quiet(clean: Sequence[Outcome], harmless: Sequence[tuple[SlipClass, Sequence[Outcome]]]) -> list[str]:
    """What was said where nothing is wrong."""
    blocks, questions = _alarms(clean)
    values = sum(int(each.caught) for each in clean)
    lines = ["| nothing wrong | files | block | explain |", "|---|---:|---:|---:|"]
    lines += [f"| clean, {values:,} values | {len(clean)} | {blocks} | {questions} |"]
    for one, found in harmless:
        alarms = _alarms(found)
        lines.append(f"| `{one.id}` {one.ja} | {len(found)} | {alarms[0]} | {alarms[1]} |")
    return lines


def _alarms(found: Sequence[Outcome]) -> tuple[int, int]:
    words = Counter(alarm.split()[0] for each in found for alarm in each.alarms)
    return words["block"], words["explain"]


def _word(is_met: bool) -> str:
    return "met" if is_met else "**missed**"
