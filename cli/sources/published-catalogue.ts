import type { Kysely } from 'kysely';
import { PROVINCIAL_CALENDAR } from '../../domain/calendar/provincial-calendar';
import { findAgencies, findCalendar } from '../../db/catalogue';
import { procedureVersions } from '../../db/reads/procedure-versions';
import type { Schema } from '../../db/schema';
import type { Topology } from '../../domain/agency/topology';
import type { LocalDate } from '../../domain/calendar/calendar';
import { refusal } from '../../domain/errors';
import { Refused } from '../exit';
import type { Catalogue } from './catalogue';

/** The catalogue as it is published in an installation. CATALOGUE_EMPTY where nothing was loaded yet. */
export const publishedCatalogue = (db: Kysely<Schema>, today: LocalDate): Catalogue => ({
  origin: 'installation',
  today,
  calendar: async () => (await findCalendar(db, PROVINCIAL_CALENDAR)) ?? empty(),
  topology: async () => ((await findAgencies(db))?.topology as Topology | undefined) ?? empty(),
  procedures: (code) => procedureVersions(db, code),
});

const empty = (): never => {
  throw new Refused(refusal('CATALOGUE_EMPTY', {}));
};
