"""What makes a book of chapters: the theme's templates, matter, navigation, links."""
