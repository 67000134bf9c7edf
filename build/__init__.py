"""The builder: issues in two languages become a searchable static site and its editions."""
