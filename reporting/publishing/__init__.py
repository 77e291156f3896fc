"""Data out: the files of an edition, the open dataset, and how machines ask for them."""
