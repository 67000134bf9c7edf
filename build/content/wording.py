"""Sentences about an issue or a page that every output shares."""

from build.content.dates import format_date
from build.content.model import Issue, Language, Source
from build.content.settings import Settings
from build.content.static_pages import StaticPage
from build.content.strings import text
from translate.stages.provenance import TextProvenance


def source_details(source: Source, language: Language) -> str:
    """Return what is known of a source beside its publisher and title, as one phrase."""
    known = [
        format_date(source.published, language) if source.published else "",
        text(f"source.in_{source.language}", language) if source.language in ("en", "zh-Hans") else "",
        text("source.unverified", language) if source.unverified else "",
    ]
    return text("list.separator", language).join(phrase for phrase in known if phrase)


def provenance(issue: Issue, settings: Settings) -> list[str]:
    """Say who made a translation and what readers should know of it, in its own language; empty for an original."""
    return of_text(issue.translation, issue.language, settings)


def label(entry: Issue | StaticPage) -> str:
    """Return what lists say behind the title of what a machine translated; empty for everything else."""
    made = entry.translation
    return text("machine.label", entry.language) if made and made.status == "machine" else ""


def item_label(issue: Issue, number: int) -> str:
    """Return the same for one of its items, of which an editor may have read some."""
    made = issue.translation
    return "" if made and number in made.reviewed_items else label(issue)


def of_text(made: TextProvenance | None, language: Language, settings: Settings, *, page: bool = False) -> list[str]:
    """Say who made a translation and what readers should know of it; empty for an original.

    Args:
        made: how it came into its language; None for an original.
        language: its language.
        settings: names of people.
        page: whether it is a page and no issue, so that it has no numbered items.
    """
    if made is None:
        return []
    sentences = []
    if made.status == "reviewed" and made.on:
        by = text("list.separator", language).join(
            settings.people[name].in_(language) if name in settings.people else name for name in made.by
        )
        key = "reviewed" if made.machine_made else "editors"
        sentences.append(text(key, language, by=by, date=format_date(made.on, language)))
        if made.edited:
            sentences.append(_counted("edited.since", made.edited, language))
    elif made.status == "edited":
        sentences.append(text("edited", language))
    else:
        sentences.append(text("machine.page" if page else "machine", language))
        if made.reviewed_items and not page:
            items = text("list.separator", language).join(map(str, made.reviewed_items))
            sentences.append(text("machine.partly", language, items=items))
    if made.untranslated:
        sentences.append(_counted("left", made.untranslated, language))
    if made.stale:
        sentences.append(_counted("stale", made.stale, language))
    return sentences


def _counted(key: str, count: int, language: Language) -> str:
    return text(f"{key}.one" if count == 1 else key, language, count=count)
