from django.db import migrations

# The words of each row, for the search; see access/wording.py.
COLUMNS = {
    "learning_networks_network": "setweight(words_of(name), 'A') || words_of(builds_on || ' ' || method)",
    "learning_networks_gathering": "words_of(title)",
}


class Migration(migrations.Migration):
    dependencies = [("access", "0003_words_of_text"), ("learning_networks", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({words}) STORED",
            f"ALTER TABLE {table} DROP COLUMN words",
        )
        for table, words in COLUMNS.items()
    ]
