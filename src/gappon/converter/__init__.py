"""From a post's Markdown to a chapter: well-formed XHTML with its images."""
