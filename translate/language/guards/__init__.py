"""Checks of a machine's output against its source: what should not be published, what is doubtful, and in figures."""

from translate.language.guards.case import Finding, GuardInput
from translate.language.guards.figures import SIGNALS
from translate.language.guards.punctuation import breaks_off
from translate.language.guards.table import DOUBTS, GUARDS, check, doubts, signals

__all__ = ["DOUBTS", "GUARDS", "SIGNALS", "Finding", "GuardInput", "breaks_off", "check", "doubts", "signals"]
