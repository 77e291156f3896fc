from django.db import migrations

# Columns are made with the function, so it never changes: another way of folding is another function.
# The joints between words become blanks, or the parser would read signs, paths, hosts and tags where people mean words.
CREATE = r"""
CREATE FUNCTION words_of(written text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    folded text := translate(
        lower(normalize(written, NFC)),
        'äåöøáàâãčçđðéèêëíìîïŋñóòôõšŧúùûüýž/-_.:@+<>&',
        'æaooaaaaccddeeeeiiiinnoooostuuuuyz          '
    );
BEGIN
    folded := replace(replace(replace(folded, 'æ', 'ae'), 'aa', 'a'), 'oe', 'o');
    RETURN to_tsvector('pg_catalog.simple'::regconfig, folded)
        || to_tsvector('pg_catalog.norwegian'::regconfig, folded);
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_saved_views")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION words_of(text)")]
