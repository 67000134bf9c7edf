"""How good the layer and a model are: evaluation sets, trials of ways, seeded faults."""
