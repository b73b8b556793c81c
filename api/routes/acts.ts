import type { FastifyRequest, FastifySchemaCompiler } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ACT_FIELDS, REQUESTABLE_ACTS } from '../../contracts/act-request';
import type { RequestableAct } from '../../contracts/act-request';
import { IdempotencyHeader, Post } from '../../contracts/http/common';
import { CommandView, Pending, Recorded } from '../../contracts/http/dossier';
import { BulkAct, BulkAnswer } from '../../contracts/http/bulk';
import { Changes, accountedIn } from '../../db/changes';
import { findCommand } from '../../db/commands';
import { ERRORS, refusal } from '../../domain/errors';
import type { Answer } from '../../domain/dossier/state';
import type { Refusal } from '../../domain/errors';
import type { Result } from '../../domain/result';
import { actingAs } from '../actor';
import { guarded } from '../answers';
import type { Access } from '../caller';
import type { Api, ApiContext } from '../context';
import { pending, perform, refusedWith } from '../perform';
import { Refused, failureOf, problemOf } from '../problem';
import { commandView } from '../views/command';
import { recordedView } from '../views/dossier';

export const ACTORS: Access = { people: ['officer'], scopes: ['acts:partner', 'acts:agency'] };
const Reference = z.object({ reference: z.string().min(1).max(100).describe('Dossier id or legal code') });
const IfMatch = z.object({ 'if-match': z.string().regex(/^(W\/)?"\d{1,9}"$/).optional().describe('Version of the task, as its ETag') });
const AT_ONCE = 4;

export async function actRoutes(app: Api, context: ApiContext): Promise<void> {
  for (const act of REQUESTABLE_ACTS) {
    app.post(
      `/v1/dossiers/:reference/acts/${act}`,
      {
        config: { access: ACTORS },
        validatorCompiler: asGiven,
        schema: {
          tags: ['dossiers'],
          summary: `Act: ${act}`,
          description: 'Answered when it is recorded; with 202 and a link when it was received and could not be recorded yet.',
          params: Reference,
          headers: IdempotencyHeader.extend(IfMatch.shape),
          body: ACT_FIELDS[act].extend({ as: Post.optional().describe("Of the caller's posts the one to act from; a client must name it") }),
          response: guarded({ 200: Recorded, 202: Pending }, 404, 409, 412, 413, 415, 422),
        },
      },
      async (request, reply) => {
        const { as: post, ...fields } = request.body as { as?: string } & Record<string, unknown>;
        const { reference } = request.params;
        const result = await perform(context, request, { dossier: reference, act, post, fields: { ...fields, ...versionOf(act, request.headers['if-match']) }, id: request.headers['idempotency-key'] });
        if (result === 'pending') return pending(reply, request.headers['idempotency-key']);
        if (!result.ok) throw await refusedWith(context, request, reference, result.refusal);
        return recordedView(result.value);
      },
    );
  }

  app.post(
    '/v1/tasks/bulk',
    {
      config: { access: ACTORS },
      schema: {
        tags: ['tasks'],
        summary: 'One act on many tasks, with an answer for each',
        description: 'Each item is an act of its own: those that can be done are done, the others say why not. The key of an item is the Idempotency-Key with its number.',
        headers: IdempotencyHeader,
        body: BulkAct,
        response: guarded({ 200: BulkAnswer }, 413, 415),
      },
    },
    async (request) => {
      const { items } = request.body;
      const asked = { ...request.body, key: request.headers['idempotency-key'] };
      const answersInOrder: ItemAnswer[] = [];
      // A post that the caller does not hold is no item's affair.
      actingAs(request.caller, request.body.as);
      for (let from = 0; from < items.length; from += AT_ONCE) {
        // What one item has waited for in vain the others need not wait for, too.
        const isDown = answersInOrder.some(({ problem }) => problem?.code === 'UNAVAILABLE');
        const attempt = isDown ? refusedForNow : performItem;
        const some = items.slice(from, from + AT_ONCE);
        const answers = await Promise.all(some.map((item, i) => attempt(context, request, asked, item, from + i)));
        answersInOrder.push(...answers);
      }
      return { items: answersInOrder, recorded: answersInOrder.filter(({ status }) => status === 200).length };
    },
  );

  app.get(
    '/v1/commands/:id',
    {
      config: { access: ACTORS },
      schema: { tags: ['dossiers'], summary: 'What became of an act that was answered with 202', params: z.object({ id: z.string().min(1).max(200) }), response: guarded({ 200: CommandView }, 404) },
    },
    async ({ db, params, language }) => {
      const command = await findCommand(db, params.id);
      if (command) return commandView(command, language);
      throw new Refused(refusal('COMMAND_UNKNOWN', { value: params.id.slice(0, 60) }, 'path.id'));
    },
  );
}

type ItemAnswer = z.output<typeof BulkAnswer>['items'][number];
type Item = z.output<typeof BulkAct>['items'][number];
type Asked = z.output<typeof BulkAct> & { readonly key: string };

/** One item of many: what fails for it says nothing of the others. */
async function performItem(
  context: ApiContext,
  request: FastifyRequest,
  asked: Asked,
  item: Item,
  nth: number,
): Promise<ItemAnswer> {
  const { act, as: post, fields } = asked;
  const { dossier, taskId, version } = item;
  const id = `${asked.key}#${nth}`;
  const named = { ...(taskId === undefined ? {} : { taskId }), ...(version === undefined ? {} : { version }) };
  const changes = new Changes(context.actPatienceMs);
  try {
    return await accountedIn(changes, async () => {
      const result = await perform(context, request, { dossier, act, post, id, fields: { ...fields, ...named } });
      return bulkItem(context, request, dossier, taskId, id, result);
    });
  } catch (error) {
    const told = error instanceof Refused ? error.refusal : failureOf(error, request, changes);
    return itemWithProblem(request, item, told);
  }
}

const refusedForNow = async (_: ApiContext, request: FastifyRequest, __: Asked, item: Item): Promise<ItemAnswer> =>
  itemWithProblem(request, item, refusal('UNAVAILABLE'));

function itemWithProblem(request: FastifyRequest, { dossier, taskId }: Item, told: Refusal): ItemAnswer {
  const { status } = ERRORS[told.code];
  const problem = problemOf(told, [], request);
  return { dossier, taskId: taskId ?? null, recorded: null, pending: null, status, problem };
}

async function bulkItem(
  context: ApiContext,
  request: FastifyRequest,
  dossier: string,
  taskId: string | undefined,
  id: string,
  result: Result<Answer> | 'pending',
): Promise<ItemAnswer> {
  const item = { dossier, taskId: taskId ?? null, recorded: null, pending: null, problem: null };
  if (result === 'pending') return { ...item, status: 202, pending: { commandId: id, status: 'pending', outcome: `/v1/commands/${encodeURIComponent(id)}` } };
  if (result.ok) return { ...item, status: 200, recorded: recordedView(result.value) };
  const refused = await refusedWith(context, request, dossier, result.refusal);
  return { ...item, status: ERRORS[result.refusal.code].status, problem: problemOf(refused.refusal, [], request, refused.extra) };
}

/** The fields of an act are read once more by the gateway, which the command line shares: here they are checked, and go on as they came. */
const asGiven: FastifySchemaCompiler<any> = (part) => {
  const parse = validatorCompiler(part);
  return (data) => {
    const parsed = parse(data);
    return part.httpPart === 'body' && !('error' in (parsed as object)) ? { value: data } : parsed;
  };
};

/** The task's version an officer saw, given as If-Match like with everything people edit. */
function versionOf(act: RequestableAct, ifMatch: string | undefined): { version?: number } {
  const version = /"(\d+)"/.exec(ifMatch ?? '')?.[1];
  return version !== undefined && 'version' in ACT_FIELDS[act].shape ? { version: Number(version) } : {};
}

