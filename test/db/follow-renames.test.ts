import { sql } from 'kysely';
import { postingsOf, savePerson, savePosting } from '../../db/people';
import { openTestDatabase } from './database';
import type { TestDatabase } from './database';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.close());

const post = { role: 'specialist', kind: 'regular', onBehalfOf: null, to: null } as const;

test('a post that somebody holds under both codes stops nobody: it is one post', async () => {
  const { db } = database.as('recorder');
  for (const person of ['một', 'hai']) await savePerson(db, person, person);
  await savePosting(db, { ...post, person: 'một', agency: 'H35.13', from: 1_000 });
  await savePosting(db, { ...post, person: 'một', agency: 'H35.79', from: 1_000 });
  await savePosting(db, { ...post, person: 'một', agency: 'H35.13', from: 2_000 });
  await savePosting(db, { ...post, person: 'hai', agency: 'H35.13', from: 1_000 });
  await sql`select lienthong.follow_renames('{"H35.13": "H35.79"}')`.execute(db);
  const held = async (person: string) => (await postingsOf(db, person)).map(({ agency, from }) => `${agency} ${from}`);
  expect(await held('một')).toEqual(['H35.79 2000', 'H35.79 1000']);
  expect(await held('hai')).toEqual(['H35.79 1000']);
});
