"""The verbs of the lab, one module per noun; who may do what is decided here."""
