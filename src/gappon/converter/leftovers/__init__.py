"""What generators of sites would have resolved in a post: done here, or told."""
