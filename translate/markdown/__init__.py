"""Markdown as the site speaks it: what is prose, how it is taken out and put back, and whether the structure held."""
