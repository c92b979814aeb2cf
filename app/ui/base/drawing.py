"""One lock for all who draw a document: fonts are shared, so two documents are never drawn at the same moment."""

import threading

drawing = threading.Lock()
