"""From posts to volumes: which are chosen, how they are grouped, ordered and split."""
