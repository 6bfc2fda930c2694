"""access: who may come in, and what they may do."""
