"""Names of persons, places and things: whether both languages of a text have the same ones."""
