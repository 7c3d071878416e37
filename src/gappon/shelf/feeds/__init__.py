"""What programs read: OPDS 1.2 and 2.0, Atom, the site map, checksums, the search index."""
