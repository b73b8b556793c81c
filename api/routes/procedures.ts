import type { Kysely } from 'kysely';
import { z } from 'zod';
import { ConfirmationView } from '../../contracts/http/confirmation';
import { Ending, ProcedureCode, ProcedureFile, ProcedureList, ProcedureQuery, ProcedureVersion, ProcedureView, PublishedView, VersionList, VersionView } from '../../contracts/http/procedure';
import { OnDate } from '../../contracts/http/on-date';
import type { Problem } from '../../contracts/http/problem';
import { procedureText } from '../../contracts/procedure-text';
import { findProcedure } from '../../db/catalogue';
import { openDossiersByVersion, versionsOf } from '../../db/reads/versions-of';
import type { VersionDates } from '../../db/reads/versions-of';
import type { Schema } from '../../db/schema';
import { localDateOf } from '../../domain/calendar/local-time';
import { refusal } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';
import { checkedOnce, checkingApart } from '../../gateway/check-apart';
import { whyNotEndOn } from '../../gateway/end-procedure';
import { publishProcedureFile } from '../../gateway/publish-procedure';
import type { RefusedProcedure } from '../../gateway/publish-procedure';
import { PUBLISHERS, officeDb } from '../administration';
import { answers, guarded } from '../answers';
import { mayUse, whoOf } from '../caller';
import type { Api, ApiContext } from '../context';
import { IfMatchHeader, etagOf, mustMatch } from '../if-match';
import type { Language } from '../language';
import { offeredPage } from '../offered';
import { Refused } from '../problem';
import { answerProposed } from '../second-person';
import { procedureView } from '../views/procedure';
import { timestamp } from '../views/time';

const tags = ['catalogue'];
const OneProcedure = z.object({ code: ProcedureCode });
const OneVersion = OneProcedure.extend({ version: ProcedureVersion });
/** As large as a procedure file may be, with the quotes around it. */
const FILE_LIMIT = 2 * 1024 * 1024;

export async function procedureRoutes(app: Api, context: ApiContext): Promise<void> {
  const today = () => localDateOf(context.clock.now());
  const check = checkingApart();

  app.get(
    '/v1/procedures',
    { config: { access: 'public' }, schema: { tags, summary: 'Procedures in force on a date, in the whole province or at one unit', querystring: ProcedureQuery, response: answers({ 200: ProcedureList }, 404, 409) } },
    async ({ db, query: { on, unit, ...query } }) => offeredPage(db, { ...query, date: on ?? today(), ...(unit === undefined ? {} : { unit: { code: unit, field: 'query.unit' } }) }),
  );

  app.get(
    '/v1/procedures/:code',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'One procedure: what is asked, how long it takes, which way it goes',
        description: 'The version named, or the one in force on a date, today by default. Without either and with none in force today: the newest.',
        params: OneProcedure,
        querystring: z.object({ on: OnDate.optional(), version: ProcedureVersion.optional() }),
        response: answers({ 200: ProcedureView }, 404),
      },
    },
    async ({ db, params: { code }, query: { on, version } }, reply) => {
      const versions = await versionsOf(db, code);
      const dates = wantedOf(versions, { version, on }, today());
      const procedure = dates && (await findProcedure(db, code, dates.version));
      if (!procedure) throw new Refused(refusal('PROCEDURE_UNKNOWN', { value: version !== undefined ? `${code} v${version}` : on !== undefined ? `${code} on ${on}` : code, versions: versions.map((each) => each.version).join(', ') || '–' }, 'path.code'));
      reply.header('etag', etagOf(versionTag(dates)));
      return procedureView(procedure, dates, versions.map((each) => each.version));
    },
  );

  app.get(
    '/v1/procedures/:code/versions',
    { config: { access: 'public' }, schema: { tags, summary: 'Every published version with its dates', params: OneProcedure, response: answers({ 200: VersionList }, 404) } },
    async (request) => {
      const { db, params: { code }, caller } = request;
      const versions = await versionsOf(db, code);
      if (versions.length === 0) throw new Refused(refusal('PROCEDURE_UNKNOWN', { value: code, versions: '–' }, 'path.code'));
      const open = mayUse(PUBLISHERS, caller) ? await openDossiersByVersion(officeDb(context, request), code) : undefined;
      return { items: versions.map((each) => versionView(each, open)) };
    },
  );

  app.get(
    '/v1/procedures/:code/versions/:version',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'A published version as the file that gives it',
        description: 'What POST /v1/procedures takes: to begin the next version with, and to compare two. Comments of the file that was published are not kept.',
        params: OneVersion,
        response: answers({ 200: ProcedureFile }, 404),
      },
    },
    async ({ db, params: { code, version } }) => {
      const procedure = await findProcedure(db, code, version);
      if (!procedure) throw new Refused(refusal('PROCEDURE_UNKNOWN', { value: `${code} v${version}`, versions: (await versionsOf(db, code)).map((each) => each.version).join(', ') || '–' }, 'path.version'));
      return { file: procedureText(procedure) };
    },
  );

  await app.register(async (scope) => {
    // RFC 9512: the file itself, as it was written.
    scope.addContentTypeParser(['application/yaml', 'text/yaml'], { parseAs: 'string', bodyLimit: FILE_LIMIT }, (_, body, done) => done(null, { file: body as string }));
    (scope as unknown as Api).post(
      '/v1/procedures',
      {
        config: { access: PUBLISHERS },
        bodyLimit: FILE_LIMIT,
        schema: {
          tags,
          summary: 'Publish a version of a procedure',
          description:
            'The file in JSON as {"file": "…"}, or itself with content-type application/yaml. What is wrong is named with line and ' +
            'column in `errors`. Waits for a second person, at the address in Location. A published version never changes; the same ' +
            'text again changes nothing.',
          consumes: ['application/json', 'application/yaml'],
          querystring: z.object({ dryRun: z.stringbool().default(false).describe('Only checks') }),
          body: ProcedureFile,
          response: guarded({ 200: PublishedView, 202: ConfirmationView }, 409, 413, 415, 422),
        },
      },
      async (request, reply) => {
        const desk = { db: officeDb(context, request), clock: context.clock };
        const { file } = request.body;
        const once = checkedOnce(check);
        const fit = await publishProcedureFile(desk, file, { by: whoOf(request.caller), file: 'file', dryRun: true, check: once });
        if (!fit.ok) throw faulty(fit, request.language);
        const { procedure: { code, version, effectiveFrom: from, name }, outcome, ended } = fit;
        if (request.query.dryRun || outcome === 'present') {
          return reply.code(200).header('location', `/v1/procedures/${code}?version=${version}`).send({ code, version, outcome, from, ended });
        }
        // It was found fit just now, and is checked again when it is confirmed.
        const found = { code, version, from, name: { vi: name.vi, en: name.en }, file };
        return answerProposed(context, request, reply, 'procedure', found, once);
      },
    );
  });

  app.post(
    '/v1/procedures/:code/versions/:version/end',
    {
      config: { access: PUBLISHERS },
      schema: {
        tags,
        summary: 'End a version: it is abolished from a date on',
        description:
          'Waits for a second person. Dossiers accepted under it go on under it. The date may be moved as long as it is not over.',
        params: OneVersion,
        headers: IfMatchHeader,
        body: Ending,
        response: guarded({ 202: ConfirmationView }, 404, 412, 413, 415, 422, 428),
      },
    },
    async (request, reply) => {
      const { params: { code, version }, body } = request;
      const db = officeDb(context, request);
      const before = await oneVersion(db, code, version);
      mustMatch(request, versionTag(before));
      refuseBecause(whyNotEndOn(await versionsOf(db, code), before, body.date, today()));
      return answerProposed(context, request, reply, 'procedure-end', { code, version, ...body });
    },
  );
}

function refuseBecause(why: Refusal | undefined): void {
  if (why) throw new Refused(why);
}

/** Of the text nothing ever changes; of a version only its end. */
const versionTag = ({ version, to }: VersionDates): string => (to === null ? String(version) : `${version}:${to}`);

async function oneVersion(db: Kysely<Schema>, code: string, version: number): Promise<VersionDates> {
  const versions = await versionsOf(db, code);
  const found = versions.find((each) => each.version === version);
  if (!found) throw new Refused(refusal('PROCEDURE_UNKNOWN', { value: `${code} v${version}`, versions: versions.map((each) => each.version).join(', ') || '–' }, 'path.version'));
  return found;
}

function wantedOf(versions: readonly VersionDates[], { version, on }: { readonly version?: number | undefined; readonly on?: string | undefined }, today: string): VersionDates | undefined {
  if (version !== undefined) return versions.find((each) => each.version === version);
  const date = on ?? today;
  const inForce = versions.filter(({ from, to }) => from <= date && (to === null || date < to)).at(-1);
  return inForce ?? (on === undefined ? versions.at(-1) : undefined);
}

const versionView = ({ publishedAt, ...dates }: VersionDates, open?: ReadonlyMap<number, number>): z.output<typeof VersionView> => ({
  ...dates,
  publishedAt: timestamp(publishedAt),
  ...(open ? { openDossiers: open.get(dates.version) ?? 0 } : {}),
});

/** The refusal with everything that is wrong, each where it stands in the file. */
function faulty({ refusal: refused, problems }: RefusedProcedure, language: Language): Refused {
  const errors: NonNullable<Problem['errors']> = problems.map(({ path, code, message, line, column }) => ({ field: path, code, detail: message[language], line, column }));
  return new Refused(errors.length === 0 ? refused : { ...refused, field: 'body.file' }, errors.length === 0 ? {} : { errors });
}
