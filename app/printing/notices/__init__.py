"""Documents from templates: fields and template files, content, forms and rows, the finished notice, the Word draft.

May import `printing.page` and `printing.fonts`.
"""
