from django.db import migrations

# The words of each row, for the search; see access/wording.py.
COLUMNS = {
    "reform_phases_treatment": "words_of(case_number || ' ' || note)",
    "reform_phases_plan": "setweight(words_of(title), 'A') || words_of(case_number || ' ' || note)",
    "reform_phases_measure": "setweight(words_of(title), 'A') || words_of(unit || ' ' || note)",
}


class Migration(migrations.Migration):
    dependencies = [("access", "0003_words_of_text"), ("reform_phases", "0002_progress_and_measures")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({words}) STORED",
            f"ALTER TABLE {table} DROP COLUMN words",
        )
        for table, words in COLUMNS.items()
    ]
