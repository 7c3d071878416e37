"""From books to files. Exporters know the book and the theme, not where they came from."""
