"""What every other package uses: problems, bounds, reading and writing files, safe printing."""
