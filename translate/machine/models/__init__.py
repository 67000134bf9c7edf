"""Argos packages: found, downloaded, unpacked, tested, and what is known of their quality."""
