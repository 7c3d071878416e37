"""Images of a post: found inside the site, checked, cleaned, and put into the chapter."""
