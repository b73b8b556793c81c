import type { Kysely } from 'kysely';
import { saveAccount, setGrants } from '../../db/accounts';
import type { Grant } from '../../db/accounts';
import { findPerson, savePerson, savePosting } from '../../db/people';
import type { Schema } from '../../db/schema';
import type { OfficerRole } from '../../domain/agency/agency';
import { hashPassword } from '../../gateway/passwords';
import type { Demo } from './demo';

interface SamplePerson {
  readonly person: string;
  readonly name: string;
  readonly posts: readonly string[];
  readonly grants?: readonly Grant[];
}

/** Who can be tried out in the demonstration: one person for each kind of work, from the commune's window to the audit; with posts where the week leaves work. */
const SAMPLE_PEOPLE: Readonly<Record<Demo['year'], readonly SamplePerson[]>> = {
  '2022': [
    { person: 'pao.lv', name: 'Lò Văn Páo', posts: ['receptionist@H35.41.01.01'] },
    { person: 'may.vt', name: 'Vàng Thị Máy', posts: ['specialist@H35.41.01', 'specialist@H35.41.01.04', 'specialist@H35.43.07.04', 'specialist@H35.45.02.04'] },
    { person: 'chu.ga', name: 'Giàng A Chu', posts: ['leader@H35.41.01', 'leader@H35.48.07'] },
    { person: 'lan.nt', name: 'Nguyễn Thị Lan', posts: ['specialist@H35.15', 'specialist@H35.12'] },
    { person: 'minh.tv', name: 'Trần Văn Minh', posts: ['leader@H35.12', 'leader@H35.15'] },
    { person: 'binh.pv', name: 'Phạm Văn Bình', posts: ['procedure-control@H35.01.02'] },
    { person: 'kiem.dt', name: 'Đỗ Thị Kiểm', posts: [], grants: ['auditor'] },
    { person: 'quan.hv', name: 'Hoàng Văn Quân', posts: [], grants: ['administrator'] },
  ],
  '2026': [
    { person: 'pao.lv', name: 'Lò Văn Páo', posts: ['receptionist@H35.202.01'] },
    { person: 'may.vt', name: 'Vàng Thị Máy', posts: ['specialist@H35.202.03', 'specialist@H35.202.04', 'specialist@H35.202'] },
    { person: 'chu.ga', name: 'Giàng A Chu', posts: ['leader@H35.202'] },
    { person: 'lan.nt', name: 'Nguyễn Thị Lan', posts: ['specialist@H35.21', 'specialist@H35.51'] },
    { person: 'minh.tv', name: 'Trần Văn Minh', posts: ['leader@H35.21'] },
    { person: 'binh.pv', name: 'Phạm Văn Bình', posts: ['procedure-control@H35.01.01'] },
    { person: 'kiem.dt', name: 'Đỗ Thị Kiểm', posts: [], grants: ['auditor'] },
    { person: 'quan.hv', name: 'Hoàng Văn Quân', posts: [], grants: ['administrator'] },
  ],
};

/** Known to everybody, and therefore only ever given out in a demonstration. */
const PASSWORD = 'mot-cua-lai-chau';

/** Registers the sample people with their accounts and says who they are. */
export async function introduceSamplePeople(db: Kysely<Schema>, demo: Demo): Promise<readonly string[]> {
  const passwordHash = await hashPassword(PASSWORD);
  for (const { person, name, posts, grants = [] } of SAMPLE_PEOPLE[demo.year]) {
    // Whoever is there from an earlier start keeps what became of their posts since.
    const isNew = (await findPerson(db, person)) === undefined;
    await savePerson(db, person, name);
    for (const post of isNew ? posts : []) {
      const [role, agency] = post.split('@') as [OfficerRole, string];
      await savePosting(db, { person, agency, role, kind: 'regular', onBehalfOf: null, from: demo.begin - 86_400_000, to: null });
    }
    await saveAccount(db, person, { passwordHash });
    await setGrants(db, person, grants, { at: demo.begin, by: 'demonstration' });
  }
  const lines = SAMPLE_PEOPLE[demo.year].map(({ person, name, posts, grants = [] }) => `  ${person.padEnd(9)} ${name.padEnd(16)} ${[...posts, ...grants].join(', ')}`);
  return [`people to sign in as, password ${PASSWORD}:`, ...lines];
}
