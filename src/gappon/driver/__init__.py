"""The build: the one place that knows all the others, and that holds state."""
