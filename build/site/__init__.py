"""From the newsletter to a static site: pages, search, feeds, and MkDocs, which renders the frame."""
