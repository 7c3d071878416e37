"""From documents to fragments: the one room that knows WeasyPrint."""

WORKER_MODULE = "gappon.typesetter.preloaded"  # importing it takes half a second
