"""The register of municipalities: read from reference files, checked as a whole, and written to the database.

`records` is the shape of the files, `checks` what must be true across them, `lineage` what follows from them, and
`loading` the only part that knows the database.
"""
