import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { IdempotencyHeader } from '../../contracts/http/common';
import { Receipt } from '../../contracts/http/dossier';
import { agencyRenames, findKnownAgencies } from '../../db/catalogue';
import { personalDataOf } from '../../db/personal-data';
import { printReceipt, printsOf } from '../../db/receipt-prints';
import type { ReceiptPrint } from '../../db/receipt-prints';
import { eventsOf } from '../../db/reads/history-of';
import { officerNames } from '../../db/reads/officer-names';
import { openingOf } from '../../db/reads/rebuild-dossier';
import { withEarlierCodes } from '../../domain/agency/renames';
import type { Renames } from '../../domain/agency/renames';
import { nameIn } from '../../domain/agency/topology';
import { replay } from '../../domain/dossier/engine';
import type { DossierRow, LoggedEvent } from '../../domain/dossier/recording';
import type { DossierState } from '../../domain/dossier/state';
import { refusal } from '../../domain/errors';
import { trackingAddress, trackingSecret } from '../../gateway/tracking-secret';
import { guarded } from '../answers';
import { READERS, whoOf } from '../caller';
import type { Caller } from '../caller';
import type { Api, ApiContext } from '../context';
import { dossierOr404 } from '../find-dossier';
import { logPersonalRead } from '../personal';
import { Refused } from '../problem';
import { timestamp, timestampOrNull } from '../views/time';

const Reference = z.object({ reference: z.string().min(1).max(100).describe('Dossier id or legal code') });

/** The paper the applicant takes home. */
export async function receiptRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get(
    '/v1/dossiers/:reference/receipt',
    {
      config: { access: READERS },
      schema: {
        tags: ['dossiers'],
        summary: 'What the receipt says, without its secret; for the unit that received the dossier',
        params: Reference,
        response: guarded({ 200: Receipt }, 403, 404),
      },
    },
    async (request) => {
      const row = await receivedHere(request);
      await logPersonalRead(context, request, [row.dossierId], 'receipt');
      return receiptOf(request, row, null);
    },
  );

  app.post(
    '/v1/dossiers/:reference/receipt/prints',
    {
      config: { access: READERS },
      schema: {
        tags: ['dossiers'],
        summary: 'Print the receipt: with the secret that opens the tracking, shown this once',
        description:
          'Printed again, a receipt has a new secret, and the one before opens nothing any more. The same key is the same ' +
          'printing. Within an hour of it, what is done with the receipt says who had been shown its secret.',
        params: Reference,
        headers: IdempotencyHeader,
        response: guarded({ 200: Receipt }, 403, 404, 409),
      },
    },
    async (request) => {
      const { db, caller, headers } = request;
      const row = await receivedHere(request);
      const { dossierId } = row;
      const print = await printReceipt(db, {
        dossierId,
        person: whoOf(caller),
        at: context.clock.now(),
        key: headers['idempotency-key'],
      });
      if (print === undefined) throw new Refused(refusal('RECEIPT_PRINTED_SINCE'));
      await logPersonalRead(context, request, [dossierId], `receipt printed, secret ${print.generation}`);
      return receiptOf(request, row, trackingSecret(context.trackingKey, dossierId, print.generation));
    },
  );

  async function receiptOf({ db }: FastifyRequest, row: DossierRow, secret: string | null): Promise<z.output<typeof Receipt>> {
    const { dossierId } = row;
    const [events, people, known, prints] = await Promise.all([
      eventsOf(db, dossierId),
      personalDataOf(db, dossierId),
      findKnownAgencies(db),
      printsOf(db, dossierId),
    ]);
    const opening = await openingOf(db, dossierId, events[0]);
    if (!opening) throw new Refused(refusal('DOSSIER_UNKNOWN', { value: dossierId }, 'path.reference'));
    const state = replay(opening, events);
    const acceptance = events.find(({ type }) => type === 'DossierAccepted');
    const names = await officerNames(db, [...prints.map(({ shownTo }) => shownTo), ...acceptedBy(acceptance)]);
    const nameOf = (person: string): string => names.get(person) ?? person;
    return {
      dossierId,
      code: row.code,
      trackingSecret: secret,
      trackingUrl: row.code === null ? null : trackingAddress(context.publicUrl, row.code),
      applicant: people.find(({ subject }) => subject === 'applicant')?.name ?? null,
      procedureName: state.procedure.name,
      receivingUnitName: (known && nameIn(known, row.receivingUnit)) ?? { vi: row.receivingUnit, en: row.receivingUnit },
      documents: handedIn(events[0]).map((id) => documentName(state, id)),
      acceptedAt: timestampOrNull(row.acceptedAt),
      // Who acted from a bare post has no name to print.
      acceptedBy: acceptedBy(acceptance).map((person) => names.get(person))[0] ?? null,
      dueAt: timestampOrNull(promised(acceptance)),
      printed: prints.map(({ at, shownTo }: ReceiptPrint) => ({ at: timestamp(at), by: nameOf(shownTo) })),
    };
  }
}

/** Whoever holds the secret acts for the applicant: the unit that received the dossier prints it, and nobody else. */
async function receivedHere(request: Parameters<typeof dossierOr404>[0]): Promise<DossierRow> {
  const row = await dossierOr404(request);
  if (hasReceipt(request.caller, row.receivingUnit, await agencyRenames(request.db))) return row;
  throw new Refused(refusal('RECEIPT_NOT_YOURS', { unit: row.receivingUnit }));
}

function hasReceipt(caller: Caller, unit: string, renames: Renames): boolean {
  const isOf = (agencies: readonly string[]): boolean => withEarlierCodes(renames, agencies).includes(unit);
  if (caller.kind === 'client') return caller.client.scopes.includes('acts:agency') && isOf(caller.client.agencies);
  return caller.kind === 'person' && isOf(caller.signedIn.postings.map(({ agency }) => agency));
}

/** A paper says what was promised when it was given, and by whom; what moved the date since is told by papers of its own. */
const promised = (acceptance: LoggedEvent | undefined): number | null =>
  acceptance?.payload.type === 'DossierAccepted' ? acceptance.payload.appointment.due : null;

const acceptedBy = (acceptance: LoggedEvent | undefined): readonly string[] =>
  acceptance?.actor.kind === 'officer' ? [acceptance.actor.person] : [];

const handedIn = (submission: LoggedEvent | undefined): readonly string[] =>
  submission?.payload.type === 'DossierSubmitted' ? submission.payload.documents : [];

const documentName = ({ procedure }: DossierState, id: string) =>
  procedure.documents.find(({ document }) => document === id)?.name ?? { vi: id, en: id };
