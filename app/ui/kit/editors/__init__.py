"""The fields of every form: one editor a kind of field, made by `making`."""
