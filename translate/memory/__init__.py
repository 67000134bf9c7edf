"""What people and machines translated before: the memory, the record in each file, and what became of it since."""
