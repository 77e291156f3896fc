from django.db import migrations

# The words of each row, for the search; see access/wording.py.
COLUMNS = {
    "dialogue_meetings_meeting": "setweight(words_of(title), 'A') || words_of(place || ' ' || outcome)",
    "dialogue_meetings_followup": "words_of(what)",
    "dialogue_meetings_support": "words_of(note)",
}


class Migration(migrations.Migration):
    dependencies = [("access", "0003_words_of_text"), ("dialogue_meetings", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({words}) STORED",
            f"ALTER TABLE {table} DROP COLUMN words",
        )
        for table, words in COLUMNS.items()
    ]
