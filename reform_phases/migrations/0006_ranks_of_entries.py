from django.db import migrations

LOGS = ("statusentry", "phaseentry", "organisingentry", "eldercouncilentry")


def ranks(table: str) -> list[str]:
    """The triggers refuse any change of an entry: this one says nothing else than what the entry said."""
    return [
        f"ALTER TABLE {table} DISABLE TRIGGER USER",
        f"""
        WITH RECURSIVE chain AS (
            SELECT id, id AS root FROM {table} WHERE corrects_id IS NULL
            UNION ALL
            SELECT entry.id, chain.root FROM {table} AS entry JOIN chain ON entry.corrects_id = chain.id
        )
        UPDATE {table} AS entry SET rank = chain.root FROM chain WHERE chain.id = entry.id
        """,  # noqa: S608  # of constants
        f"ALTER TABLE {table} ENABLE TRIGGER USER",
    ]


class Migration(migrations.Migration):
    dependencies = [("reform_phases", "0005_rank_of_corrections")]

    operations = [migrations.RunSQL(ranks(f"reform_phases_{log}"), migrations.RunSQL.noop) for log in LOGS]
