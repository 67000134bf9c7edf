"""Checks of a machine's output against its source: what should not be published, what is doubtful, and in figures."""

from translate.language.guards.case import Finding, GuardInput
from translate.language.guards.punctuation import breaks_off
from translate.language.guards.table import DOUBTS, GUARDS, check, doubts

__all__ = ["DOUBTS", "GUARDS", "Finding", "GuardInput", "breaks_off", "check", "doubts"]
