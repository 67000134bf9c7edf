"""The two languages that we translate between."""

LANGUAGES = ("en", "zh-Hans")
"""Their BCP 47 codes."""
