import fc from 'fast-check';
import { CloudEvent } from '../../contracts/cloud-event';
import type { DossierEvent } from '../../domain/dossier/event';
import type { LoggedEvent } from '../../domain/dossier/recording';
import { toCloudEvent } from '../../integrations/relay/to-cloud-event';
import { isPublicAddress } from '../../integrations/webhooks/addresses';
import { asyncApiDocument } from '../../scripts/asyncapi-doc';
import { dossierId, event, MORNING } from '../db/samples';
import { document } from '../docs/sources';
import { anyMoves, anyProcedure } from '../domain/dossier/any-story';
import { tell } from '../domain/dossier/tell';

const outgoing = (logged: LoggedEvent, code: string | null = null) => ({
  kind: 'event' as const,
  dossierId: dossierId('any'),
  seq: logged.seq,
  dossier: { code, procedureCode: '1.012790', procedureVersion: 1, receivingUnit: 'H35.12', holders: ['H35.12'], nationalStatus: 4 },
  event: logged,
});
const leaves = (payload: DossierEvent, actor: LoggedEvent['actor'] = { kind: 'engine' }) => toCloudEvent(outgoing(event(1, { type: payload.type, payload, actor })));

describe('an event that leaves', () => {
  test('is a CloudEvent with its dossier, its place in it and its official time', () => {
    expect(toCloudEvent(outgoing(event(7), 'H35.12-260213-0001'))).toEqual({
      specversion: '1.0',
      id: `${dossierId('any')}/7`,
      source: '/lienthong/dossiers',
      type: 'vn.lienthong.dossier.OfficerAssigned',
      subject: dossierId('any'),
      time: '2026-02-13T08:07:00.000+07:00',
      datacontenttype: 'application/json',
      dataschema: 'urn:lienthong:data:OfficerAssigned:1',
      dossiercode: 'H35.12-260213-0001',
      procedurecode: '1.012790',
      sequence: '0000000007',
      data: { taskId: 'examine#1', person: 'p-1', actor: { kind: 'officer', person: 'p-1', agency: 'H35.12', role: 'specialist' } },
    });
  });

  test('has the shape that is documented, whatever happens in a dossier', () => {
    fc.assert(
      fc.property(anyProcedure, anyMoves, (procedure, moves) => {
        for (const { logged } of tell(procedure, moves)) {
          for (const each of JSON.parse(JSON.stringify(logged)) as LoggedEvent[]) expect(CloudEvent.safeParse(toCloudEvent(outgoing(each))).success).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('carries no words that people wrote, no answers about the applicant, and nobody behind a post', () => {
    const words = 'Lò Văn Páo, 0912345678';
    const text = { textId: 't-1', digest: 'd-1' };
    const told: readonly DossierEvent[] = [
      { type: 'IntakeRefused', reason: text, ground: words },
      { type: 'FeePaid', reference: words },
      { type: 'StepCompleted', taskId: 'examine#1', outcome: 'done', facts: { poor: words }, note: text },
      { type: 'ObligationNoticed', taskId: 'tax#1', reference: words },
      { type: 'SyncReported', acknowledgedSeq: 1, failure: words },
      { type: 'DossierStopped', reason: { ...text, text: words } as never },
    ];
    const actors = [
      { kind: 'applicant', operator: words },
      { kind: 'officer', person: 'p-1', agency: 'H35.12', role: 'specialist', operator: words, basis: { kind: 'stand-in', of: words, from: 0, to: 1 } },
    ] as const;
    expect(JSON.stringify(told.flatMap((payload) => actors.map((actor) => leaves(payload, actor))))).not.toContain('Lò');
    expect(leaves(told[0]!, { kind: 'applicant' }).data).toEqual({ reason: text, actor: { kind: 'applicant' } });
  });
});

test('what an agency is told leaves with the instant at which it was told', () => {
  const notice = { kind: 'escalation' as const, position: 12, addressee: 'H35', body: { addressee: 'H35', firedAt: MORNING, entries: [] } };
  expect(toCloudEvent(notice)).toMatchObject({ id: '12', type: 'vn.lienthong.notice.escalation', subject: 'H35', time: '2026-02-13T08:00:00.000+07:00' });
});

test('docs/asyncapi.yaml is what the contracts say; "npx tsx scripts/asyncapi-doc.ts" writes it', () => {
  expect(document('docs/asyncapi.yaml')).toBe(asyncApiDocument());
});

test.each([
  ['8.8.8.8', true], ['2606:4700::1111', true], ['10.1.2.3', false], ['127.0.0.1', false], ['169.254.169.254', false], ['100.64.0.1', false], ['172.31.0.1', false],
  ['192.168.1.1', false], ['0.0.0.0', false], ['224.0.0.1', false], ['255.255.255.255', false], ['::1', false], ['::', false], ['::ffff:10.0.0.1', false],
  ['64:ff9b::a00:1', false], ['2002:a00:1::', false], ['fd00::1', false], ['fe80::1', false], ['name', false],
  ['::ffff:0:127.0.0.1', false], ['3fff::1', false], ['5f00::1', false], ['192.88.99.1', false], ['64:ff9b:1::1', false], ['fec0::1', false], ['::ffff:8.8.8.8', false],
])('whether %s is an address of the internet: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});
