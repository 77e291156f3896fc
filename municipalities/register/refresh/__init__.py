"""Bringing the register's files up to date from what Statistics Norway publishes.

`sources` opens the downloaded files, `klass` and `statbank` know their shapes, `division` and `population` derive the
new rows, `diff` tells a person what would change, and `proposal` puts the pieces together and writes a new folder.
Nothing here knows the database or the network: `load_register` of the folder is the approval.
"""
