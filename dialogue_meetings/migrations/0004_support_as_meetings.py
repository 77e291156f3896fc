from django.db import migrations

# Each support becomes a meeting of its kind with the one municipality as present, and its history goes over unchanged.
# The triggers are off meanwhile: nothing was changed, and those who wrote then are those who wrote.
NUMBERED = """
CREATE TEMPORARY TABLE moved ON COMMIT DROP AS
SELECT number,
       nextval(pg_get_serial_sequence('dialogue_meetings_meeting', 'id')) AS meeting,
       nextval(pg_get_serial_sequence('dialogue_meetings_invitation', 'id')) AS invitation
  FROM (SELECT id AS number FROM dialogue_meetings_support
        UNION SELECT pgh_obj_id FROM dialogue_meetings_supportevent ORDER BY number) AS each;

CREATE TEMPORARY TABLE kinds (kind varchar, label varchar, form varchar) ON COMMIT DROP;
INSERT INTO kinds VALUES
  ('call', 'Telefon', ''), ('mail', 'E-post', ''), ('plan_input', 'Innspill til plan', ''),
  ('visit', 'Besøk', 'physical'), ('other', 'Annen veiledning', '');
"""

ROWS = """
INSERT INTO dialogue_meetings_meeting (id, title, kind, form, place, host_id, held_on, outcome, support_number)
SELECT m.meeting, left(k.label || ', ' || p.name, 160), k.kind, k.form, '', s.giver_id, s.given_on, s.note, s.id
  FROM dialogue_meetings_support s
  JOIN moved m ON m.number = s.id
  JOIN kinds k USING (kind)
  JOIN municipalities_municipality p ON p.id = s.municipality_id;

INSERT INTO dialogue_meetings_invitation (id, meeting_id, municipality_id, offered_on, answer, answered_on, present)
SELECT m.invitation, m.meeting, s.municipality_id, s.given_on, 'accepted', s.given_on, true
  FROM dialogue_meetings_support s JOIN moved m ON m.number = s.id;

INSERT INTO dialogue_meetings_meetingsolution (meeting_id, solution_id)
SELECT m.meeting, t.solution_id
  FROM dialogue_meetings_supportsolution t JOIN moved m ON m.number = t.support_id
 ORDER BY t.id;
"""

HISTORY = """
INSERT INTO dialogue_meetings_meetingevent
       (pgh_created_at, pgh_label, pgh_context_id, pgh_obj_id,
        id, title, kind, form, place, host_id, held_on, outcome, support_number)
SELECT e.pgh_created_at, e.pgh_label, e.pgh_context_id, m.meeting,
       m.meeting, left(k.label || ', ' || p.name, 160), k.kind, k.form, '', e.giver_id, e.given_on, e.note, e.id
  FROM dialogue_meetings_supportevent e
  JOIN moved m ON m.number = e.pgh_obj_id
  JOIN kinds k USING (kind)
  JOIN municipalities_municipality p ON p.id = e.municipality_id
 ORDER BY e.pgh_id;

INSERT INTO dialogue_meetings_invitationevent
       (pgh_created_at, pgh_label, pgh_context_id, pgh_obj_id,
        id, meeting_id, municipality_id, offered_on, answer, answered_on, present)
SELECT e.pgh_created_at, e.pgh_label, e.pgh_context_id, m.invitation,
       m.invitation, m.meeting, e.municipality_id, e.given_on, 'accepted', e.given_on, true
  FROM dialogue_meetings_supportevent e JOIN moved m ON m.number = e.pgh_obj_id
 ORDER BY e.pgh_id;

INSERT INTO dialogue_meetings_meetingsolutionevent
       (pgh_created_at, pgh_label, pgh_context_id, pgh_obj_id, id, meeting_id, solution_id)
SELECT e.pgh_created_at, e.pgh_label, e.pgh_context_id, coalesce(t.id, -e.id),
       coalesce(t.id, -e.id), m.meeting, e.solution_id
  FROM dialogue_meetings_supportsolutionevent e
  JOIN moved m ON m.number = e.support_id
  LEFT JOIN dialogue_meetings_meetingsolution t ON t.meeting_id = m.meeting AND t.solution_id = e.solution_id
 ORDER BY e.pgh_id;
"""

TABLES = ("meeting", "invitation", "meetingsolution")


def switched(how: str) -> list[str]:
    return [f"ALTER TABLE dialogue_meetings_{table} {how} TRIGGER USER" for table in TABLES]


class Migration(migrations.Migration):
    dependencies = [("dialogue_meetings", "0003_kinds_and_hours_of_meetings")]

    operations = [
        migrations.RunSQL(
            [
                *switched("DISABLE"),
                NUMBERED,
                ROWS,
                HISTORY,
                "SET CONSTRAINTS ALL IMMEDIATE",  # or the tables could not be altered in this transaction
                *switched("ENABLE"),
            ]
        )
    ]
