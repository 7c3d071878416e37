"""From files to posts, and from posts to volumes."""
