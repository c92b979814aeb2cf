"""Documents out: fonts, line breaking, templates, and the page a petitioner takes home."""
