"""How good translations and guards are, in figures: for development, no part of the product."""
