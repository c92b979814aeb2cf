"""How a column stands in the journal."""

OMIT = {"info": {"journal": "omit"}}
DIGEST = {"info": {"journal": "digest"}}
