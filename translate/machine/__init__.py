"""Engines, model packages, and the strategies that make an output which passes the guards."""
