"""What strangers may send, and that it harms nobody."""
