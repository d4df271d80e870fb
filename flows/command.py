"""The command `rokunen`: its commands, and the one door through which every problem leaves."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import typer

from flows import screen
from flows.commands import (
    answering,
    auditing,
    deciding,
    listing,
    orchestrating,
    questioning,
    ruling,
    setting_up,
    tracing,
)

app = typer.Typer(
    name="rokunen",
    help="Six years of a university subsidy programme: collect, check, document, trace.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)
for group in (setting_up, answering, questioning, listing, ruling, deciding, auditing, tracing, orchestrating):
    group.register(app)


def main() -> None:
    """Run the command and leave with its code: 0 done, 1 done with blocking findings, 2 wrong use, 3 could not run.

    No traceback is ever shown; with --json a list stands on stdout whatever happens.
    """
    screen.prepare()
    try:
        app(windows_expand_args=False)
    except SystemExit as leaving:
        if leaving.code == 2 and "--json" in sys.argv:
            screen.as_json([])
        raise
    except Exception as problem:
        from flows.problem import COULD_NOT_RUN, explain

        if "--json" in sys.argv:
            screen.as_json([])
        sentence, code = explain(problem)
        screen.message(sentence)
        if code == COULD_NOT_RUN:
            leave(code)
        raise SystemExit(code) from None


def leave(code: int) -> NoReturn:
    """Leave at once: what libraries still hold after a problem would only speak of itself on the screen."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
