"""Markdown in the site's dialect: what is prose, how it is taken out and put back, whether the structure is kept."""
