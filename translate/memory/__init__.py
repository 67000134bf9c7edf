"""Translation memory: its file format, TMX exchange, and the alignment of segments with earlier versions."""
