"""The shelf: a static site on which readers find, download and open finished volumes.

::

    DIST ──stock──▶ Stock ──exhibits, arrangement──▶ Shelf ──pages, feeds──▶ ──publisher──▶ SHELF

It knows nothing of posts or of how volumes are made: it reads a build's catalogue (``books.json``)
and its finished files.
"""
