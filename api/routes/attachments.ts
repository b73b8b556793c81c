import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AttachmentView } from '../../contracts/http/attachment';
import { IdempotencyHeader, line } from '../../contracts/http/common';
import { Pending, Recorded } from '../../contracts/http/dossier';
import { attachedInLog, findAttachment, tellOfChangedFile } from '../../db/attachments';
import { attachmentsOf } from '../../db/reads/attachments-of';
import { rebuildDossier } from '../../db/reads/rebuild-dossier';
import { ATTACHMENT_ORIGINS } from '../../domain/dossier/state';
import { refusal } from '../../domain/errors';
import { concludeAttachment, prepareAttachment } from '../../gateway/attach-document';
import { openHeld } from '../../gateway/stored-file';
import type { FileFault } from '../../gateway/stored-file';
import { sendPrepared } from '../../gateway/act-on-dossier';
import { actingAs } from '../actor';
import { guarded } from '../answers';
import { READERS } from '../caller';
import { ACTORS } from './acts';
import type { Api, ApiContext } from '../context';
import { dossierOr404 } from '../find-dossier';
import { keep, pending, preparing, refusedWith } from '../perform';
import { readingOf } from '../own-part';
import { logPersonalRead } from '../personal';
import { withinPatience } from '../patience';
import { Refused } from '../problem';
import { recordedView } from '../views/dossier';
import { timestamp } from '../views/time';

const Reference = z.object({ reference: z.string().min(1).max(100).describe('Dossier id or legal code') });
const OneFile = Reference.extend({ attachmentId: z.uuid() });
const Upload = z.object({
  name: line(255).describe("The file's name; kept where it can be erased"),
  document: z.string().max(100).regex(/^[\w.-]+$/).optional().describe('Document of the checklist it fulfils'),
  origin: z.enum(ATTACHMENT_ORIGINS).optional(),
  as: z.string().max(100).optional().describe('The post to act from; a client must name it'),
});
const Attached = Recorded.extend({ attachment: z.object({ attachmentId: z.uuid(), mediaType: z.string(), size: z.number().int(), sha256: z.string() }) }).meta({ id: 'Attached' });

export async function attachmentRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get(
    '/v1/dossiers/:reference/attachments',
    {
      config: { access: READERS },
      schema: { tags: ['dossiers'], summary: 'Files attached to a dossier', params: Reference, response: guarded({ 200: z.object({ items: z.array(AttachmentView) }) }, 404) },
    },
    async (request) => {
      const { dossierId } = await dossierOr404(request);
      const [all, state] = await Promise.all([attachmentsOf(request.db, dossierId), rebuildDossier(request.db, dossierId)]);
      const ownAlone = state !== undefined && readingOf(request.caller, state) === 'own-part';
      const attached = all.filter(({ file }) => file !== null || !ownAlone);
      if (attached.some(({ file }) => file !== null)) await logPersonalRead(context, request, [dossierId], 'names of files');
      return {
        items: attached.map(({ file, attachedAt, withdrawn, ...of }) => ({ ...of, name: file?.name ?? null, scanned: file === null ? null : file.scan === 'clean', uploadedAt: timestamp(attachedAt), withdrawn: withdrawn !== null })),
      };
    },
  );

  app.get(
    '/v1/dossiers/:reference/attachments/:attachmentId',
    {
      config: { access: READERS },
      schema: {
        tags: ['dossiers'],
        summary: 'One attached file',
        params: OneFile,
        produces: ['application/octet-stream'],
        response: guarded({ 200: z.unknown().describe('The file') }, 404, 500),
      },
    },
    async (request, reply) => {
      const { dossierId } = await dossierOr404(request);
      const { attachmentId } = request.params;
      const file = await findAttachment(request.db, dossierId, attachmentId);
      const logged = file && (await attachedInLog(request.db, dossierId, attachmentId));
      const named = { value: attachmentId };
      if (!file || !logged) throw new Refused(refusal('ATTACHMENT_UNKNOWN', named, 'path.attachmentId'));
      const tell = (how: FileFault): Promise<void> =>
        tellOfChangedFile(request.db, { dossierId, attachmentId, how }).catch((err: unknown) =>
          request.log.error({ err, dossierId, attachmentId }, 'no alarm could be raised of a changed file'),
        );
      const content = await openHeld(context.attachments, file.storageKey, logged, () => void tell('changed'));
      if (content === 'missing' || content === 'changed') {
        await tell(content);
        throw new Refused(refusal('ATTACHMENT_CHANGED', named, 'path.attachmentId'));
      }
      await logPersonalRead(context, request, [dossierId], `file ${attachmentId}`);
      // Never shown in the browser's page: what somebody uploaded must not act in our name.
      return reply
        .type('application/octet-stream')
        .header('content-length', logged.size)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`)
        .serializer((payload: unknown) => payload as string)
        .send(content);
    },
  );

  await app.register(async (upload) => {
    // Whatever is said to come, it goes to the storage as a stream; its type is read from the content.
    upload.removeAllContentTypeParsers();
    upload.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    (upload as unknown as Api).post(
      '/v1/dossiers/:reference/attachments',
      {
        config: { access: ACTORS, streamedBody: true },
        // A little more than is kept, so that the limit of attachments is the one that is named.
        bodyLimit: context.attachments.limitBytes + 1_024,
        schema: {
          tags: ['dossiers'],
          summary: 'Attach a file: its bytes are the body',
          description: 'PDF, images, office documents, XML and plain text, known by their content. SHA-256, size and type stand in the dossier\'s log; name and content can be erased.',
          consumes: ['application/octet-stream'],
          params: Reference,
          headers: IdempotencyHeader,
          querystring: Upload,
          body: z.unknown().meta({ type: 'string', format: 'binary' }),
          response: guarded({ 201: Attached, 202: Pending }, 404, 409, 413, 415, 422),
        },
      },
      async (request, reply) => {
        const { as: post, ...file } = request.query;
        const desk = { db: request.db, clock: context.clock, client: context.client, signing: context.signing };
        const id = request.headers['idempotency-key'];
        const { reference } = request.params;
        const acting = actingAs(request.caller, post);
        const mediaType = request.headers['content-type'];
        const asked = {
          dossier: reference, id, ...file, ...acting,
          ...(mediaType === undefined ? {} : { mediaType }),
          content: (request.body ?? request.raw) as Readable,
        };
        const prepare = preparing(context, () => prepareAttachment(desk, context.attachments, asked));
        const prepared = await prepare.catch((error: unknown) => {
          cutOff(request, reply);
          throw error;
        });
        if (!prepared.ok) {
          cutOff(request, reply);
          throw await refusedWith(context, request, reference, prepared.refusal);
        }
        const answer = await withinPatience(context.client, context.actPatienceMs, () => sendPrepared(desk, prepared.value));
        if (answer === 'pending') {
          await keep(context, request, 'attach-document', prepared.value);
          return pending(reply, id);
        }
        const attached = await concludeAttachment(desk, context.attachments, prepared.value, answer);
        if (!attached.ok) throw await refusedWith(context, request, reference, attached.refusal);
        const { attachmentId, mediaType: recognised, size, sha256 } = attached.value.attachment;
        return reply.code(201).header('location', `/v1/dossiers/${prepared.value.dossierId}/attachments/${attachmentId}`).send({ ...recordedView(attached.value.answer), attachment: { attachmentId, mediaType: recognised, size, sha256 } });
      },
    );
  });
}

/** What is still coming of a refused file is let go, and its connection with it: the next request on it would wait for ever. */
function cutOff({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.readableEnded) return;
  reply.header('connection', 'close');
  raw.resume();
}
