"""Engines, models, and the way from a segment to an output that passes the guards."""
