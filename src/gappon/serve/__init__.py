"""Shows a shelf on this machine or in a small office; a web server does it for the world."""
