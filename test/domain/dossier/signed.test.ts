import type { Envelope } from '../../../domain/dossier/command';
import { maySign, signedText } from '../../../domain/dossier/signed';

const act: Envelope = {
  commandId: 'a-1',
  actor: { kind: 'officer', person: 'pao.lv', agency: 'H35.41.01.01', role: 'receptionist' },
  stampedAt: 1_647_220_000_000,
  command: { act: 'withdraw', reason: null },
};

describe('what is signed of an act', () => {
  test.each<[string, string, Envelope]>([
    ['another dossier', 'd-2', act],
    ['another id', 'd-1', { ...act, commandId: 'a-2' }],
    ['another person', 'd-1', { ...act, actor: { kind: 'applicant' } }],
    ['another time', 'd-1', { ...act, stampedAt: act.stampedAt + 1 }],
    ['another act', 'd-1', { ...act, command: { act: 'archive' } }],
    ['another wording', 'd-1', { ...act, command: { act: 'withdraw', reason: { textId: 't', digest: 'd' } } }],
  ])('%s has another text', (_, dossierId, other) => {
    expect(signedText(dossierId, other, null)).not.toBe(signedText('d-1', act, null));
  });

  test('what a dossier begins with is part of it', () => {
    const opening = { procedureCode: '1.001', procedureVersion: 1, receivingUnit: 'H35.1', place: 'H35.1' };
    expect(signedText('d-1', act, opening)).not.toBe(signedText('d-1', act, { ...opening, procedureVersion: 2 }));
  });
});

describe('a stolen key is worth no more than the part it was stolen from', () => {
  const officer = act.actor;
  const engine = { kind: 'engine' } as const;
  const portal = { kind: 'partner', system: 'national-portal' } as const;

  test('only the worker says that time has passed', () => {
    expect(maySign('worker', engine, 'tick')).toBe(true);
    for (const part of ['api', 'cli', 'relay'] as const) expect(maySign(part, engine, 'tick')).toBe(false);
  });

  test('the worker speaks for no person', () => expect(maySign('worker', officer, 'accept')).toBe(false));

  test('the relay only reports what another system acknowledged', () => {
    expect(maySign('relay', portal, 'report-sync')).toBe(true);
    expect(maySign('relay', portal, 'pay-fee')).toBe(false);
    expect(maySign('relay', officer, 'report-sync')).toBe(false);
  });
});
