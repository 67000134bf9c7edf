"""What the newsletter holds: content files read, checked and cleaned, as frozen data."""
