"""Text by section that people write: kept in the workspace across runs, asked for where it is missing."""

from __future__ import annotations

from collections.abc import Iterator

from reports.content import Block, Paragraph

NOTHING = "該当なし"


def narrative(text: str | None, place: str, prompt: str | None, limit: str = "") -> Iterator[Block]:
    """Yield the paragraphs of a section's text; where nothing is written (None) a visible placeholder, or 該当なし.

    A blank line separates paragraphs, a line that begins with `- ` is an item. An empty text means 該当なし. `place` is the
    file in which the section is to be written.
    """
    if text is None and prompt is not None:
        yield Paragraph((f"（記入してください：{prompt}{limit}）",), "placeholder")
        yield Paragraph((f"（記入先：{place}）",), "placeholder")
        return
    if not text:
        yield Paragraph((NOTHING,))
        return
    for part in text.split("\n\n"):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        for line in _joined(lines):
            yield Paragraph((line,))


def _joined(lines: list[str]) -> list[str]:
    """Lines of one paragraph as one; each item on its own."""
    joined: list[str] = []
    for line in lines:
        if line.startswith("- "):
            joined.append(f"・{line[2:]}")
        elif joined and not joined[-1].startswith("・"):
            joined[-1] += line
        else:
            joined.append(line)
    return joined
