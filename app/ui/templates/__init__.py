"""The editor of the office's document templates: kinds, form, blocks, fields, versions, files in and out."""
