"""Spacing, quotation marks and punctuation as each language wants them."""

from translate.language.typography.polishing import polish

__all__ = ["polish"]
