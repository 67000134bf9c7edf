"""Issues as files for download: PDF, mail and EPUB.

Nothing here needs the network. `shelf` and what it imports run in the environment of `make site`; `fonts`, `pdf` and
`mail` import packages of requirements-editions.txt, and only when they are called.
"""
