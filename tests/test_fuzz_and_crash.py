"""A few seeds of `make fuzz` and `make crash-test`, so that none of them rots."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("fuzz.py", ("--seeds", "4")),
        ("mess.py", ("--seeds", "1", "--first", "7")),
        ("crash.py", ("--rounds", "1", "--universities", "3")),
    ],
)
def test_nothing_goes_wrong(script: str, words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "infra" / "bench" / script, *words],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
