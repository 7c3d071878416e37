"""PDF by linking: fragments of chapters, and of what stands around them, become a file."""
