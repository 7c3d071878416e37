"""What a book's chapter needs beyond HTML, one job a file."""
