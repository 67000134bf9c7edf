"""The stages of a run: find, read, revise, fill, assemble, finish, report."""
