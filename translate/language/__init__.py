"""English and Chinese: terms, values, typography, and whether an output is fit to publish."""
