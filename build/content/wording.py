"""Sentences about an issue that pages and editions share."""

from build.content.dates import format_date
from build.content.model import Issue, Language, Source
from build.content.settings import Settings
from build.content.strings import text


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
    made, language = issue.translation, issue.language
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
            sentences.append(text("edited.since", language, count=made.edited))
    elif made.status == "edited":
        sentences.append(text("edited", language))
    else:
        sentences.append(text("machine", language))
        if made.reviewed_items:
            items = text("list.separator", language).join(map(str, made.reviewed_items))
            sentences.append(text("machine.partly", language, items=items))
    if made.untranslated:
        sentences.append(text("left", language, count=made.untranslated))
    if made.stale:
        sentences.append(text("stale", language, count=made.stale))
    return sentences
