"""The translation layer: Markdown with front matter from one language into another, offline.

It knows Markdown and languages; it does not know what an issue is. See ARCHITECTURE.md for the way of the data.
"""
