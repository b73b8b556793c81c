import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { logAccess } from '../db/access-log';
import type { Schema } from '../db/schema';
import { accessOf } from './authenticate';
import { readerOf } from './caller';
import type { Access } from './caller';
import type { ApiContext } from './context';

export const ADMINISTRATORS: Access = { people: ['administrator'] };
/** Who publishes procedures and calendars. */
export const PUBLISHERS: Access = { people: ['control', 'administrator'] };

/** The caller's database for what is administered. Somebody who audits besides reads in a role that may write nothing; this one may. */
export const officeDb = ({ database }: ApiContext, { caller }: FastifyRequest): Kysely<Schema> => {
  const { person, agencies } = readerOf(caller);
  return database.as({ person, agencies });
};

/** Every change an administrator makes is in the access log: codes only. With the change's own transaction both stand or fall. */
export const logAdministration = (context: ApiContext, request: FastifyRequest, detail: string, db: Kysely<Schema> = officeDb(context, request)): Promise<void> =>
  logAccess(db, { ...accessOf(context, request), action: 'administration', detail });
