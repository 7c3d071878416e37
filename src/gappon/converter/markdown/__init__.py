"""markdown-it, set up for the Markdown that Japanese company blogs are written in."""
