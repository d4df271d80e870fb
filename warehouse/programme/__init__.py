"""What a programme is: its definition in YAML, checked once. Pure: reads its own files and nothing else."""

from warehouse.programme.load import DefinitionProblems, load_programme
from warehouse.programme.model import Indicator, Programme, Row, Table, Words

__all__ = ["DefinitionProblems", "Indicator", "Programme", "Row", "Table", "Words", "load_programme"]
