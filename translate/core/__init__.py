"""What every part stands on: problems, bounds, reading and writing files, what may be printed."""
