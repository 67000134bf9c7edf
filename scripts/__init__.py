"""One thin command per contributor's task; logic lives in `translate` and `build`."""
