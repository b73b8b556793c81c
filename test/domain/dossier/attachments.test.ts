import fc from 'fast-check';
import { describeEvent } from '../../../gateway/describe-event';
import { MOST_ATTACHMENTS, attachedTo } from '../../../domain/dossier/acts/attachments';
import type { Command } from '../../../domain/dossier/command';
import { nextDeadline } from '../../../domain/dossier/deadlines';
import { handle, passUntil } from '../../../domain/dossier/engine';
import { recordingOf } from '../../../domain/dossier/recording-of';
import type { DossierEvent } from '../../../domain/dossier/event';
import { anyMoves, anyProcedure } from './any-story';
import { given } from './given';
import { isPlainJson, violations } from './invariants';
import { consulting, threeLevels } from './procedures';
import { tell } from './tell';
import { NOWHERE } from './nowhere';

const file = (n: number, more: object = {}) => ({
  attachmentId: `0f3c0000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  document: 'form',
  mediaType: 'application/pdf',
  size: 1_000 + n,
  sha256: String(n).padStart(64, '0'),
  origin: 'applicant',
  ...more,
});
const REASON = { textId: 't', digest: 'd' };
const received = () => given(threeLevels).at('2026-03-02T08:00').does('submit');
const inCommune = () => given(threeLevels).accepted('2026-03-02T08:30');
const decided = () => {
  const dossier = inCommune().at('2026-03-03T09:00').does('complete', { task: 'examine', outcome: 'fit' }).does('complete', { task: 'verify' });
  return dossier.does('complete', { task: 'sign', outcome: 'approved' });
};

describe('a file attached', () => {
  it('is recorded by its digest, with the document it fulfils, and never by a name', () => {
    const dossier = received().by('applicant').does('attach-document', { ...file(1), name: 'Đơn của Lò Thị Mai.pdf' });
    expect(dossier.last.map((event) => event.payload)).toEqual([
      { type: 'DocumentAttached', attachmentId: file(1).attachmentId, document: 'form', mediaType: 'application/pdf', size: 1_001, sha256: file(1).sha256, origin: 'applicant' },
    ]);
    expect(dossier.replayed()).toEqual(dossier.state);
  });

  it('need not fulfil a document of the list, but none that is not on it', () => {
    expect(received().by('applicant').refused('attach-document', file(1, { document: null }))).toBeNull();
    const refused = received().by('applicant').tries('attach-document', file(1, { document: 'passport' }));
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'DOCUMENT_UNKNOWN', field: 'document', details: { allowed: 'form' } } });
  });

  it('is not attached twice for one document while it is there, and may fulfil another', () => {
    const dossier = received().by('applicant').does('attach-document', file(1));
    expect(dossier.by('applicant').refused('attach-document', file(2, { sha256: file(1).sha256 }))).toBe('ATTACHMENT_PRESENT');
    expect(dossier.by('applicant').refused('attach-document', file(1, { sha256: file(2).sha256 }))).toBe('ATTACHMENT_PRESENT');
    expect(dossier.by('applicant').refused('attach-document', file(2, { sha256: file(1).sha256, document: null }))).toBeNull();
    dossier.by('applicant').does('withdraw-document', { attachmentId: file(1).attachmentId });
    expect(dossier.by('applicant').refused('attach-document', file(2, { sha256: file(1).sha256 }))).toBeNull();
  });

  it('comes from the applicant, a partner, the window, or whoever of an agency with work in it', () => {
    const dossier = inCommune();
    for (const who of ['applicant', 'partner:payment', 'receptionist', 'specialist@commune-committee', 'clerk@commune-committee']) {
      expect(dossier.by(who).refused('attach-document', file(1))).toBeNull();
    }
    for (const who of ['specialist@district-committee', 'clerk@receiving-unit', 'engine']) {
      expect(dossier.by(who).refused('attach-document', file(1))).toBe('ACT_NOT_BY_ACTOR');
    }
  });

  it('comes from a consulted agency too, while it is asked', () => {
    const dossier = given(consulting()).accepted('2026-03-02T08:30').by('specialist@police').does('attach-document', file(1, { document: null, origin: 'officer' }));
    dossier.does('reply', { task: 'consult/police' });
    expect(dossier.by('specialist@police').refused('attach-document', file(2))).toBe('ACT_NOT_BY_ACTOR');
  });

  it('of the administration is not for the applicant to attach', () => {
    for (const origin of ['officer', 'result']) expect(received().by('applicant').refused('attach-document', file(1, { origin }))).toBe('ATTACHMENT_NOT_YOURS');
  });

  it('joins no dossier that has ended', () => {
    expect(received().does('withdraw').by('applicant').refused('attach-document', file(1))).toBe('ACT_NOT_IN_STAGE');
    expect(decided().does('return-result').refused('attach-document', file(1, { origin: 'result' }))).toBe('ACT_NOT_IN_STAGE');
    expect(decided().refused('attach-document', file(1, { origin: 'result', document: null }))).toBeNull();
  });

  it(`is refused after ${MOST_ATTACHMENTS}, withdrawn ones included`, () => {
    const dossier = received();
    for (let n = 1; n <= MOST_ATTACHMENTS; n += 1) dossier.by('applicant').does('attach-document', file(n));
    dossier.by('applicant').does('withdraw-document', { attachmentId: file(1).attachmentId });
    expect(dossier.by('applicant').refused('attach-document', file(0))).toBe('ATTACHMENTS_FULL');
  });
});

describe('a file withdrawn', () => {
  const attached = () => inCommune().by('applicant').does('attach-document', file(1)).by('specialist@commune-committee').does('attach-document', file(2, { origin: 'officer' }));

  it('is marked, and stays on record', () => {
    const dossier = attached().by('receptionist').does('withdraw-document', { attachmentId: file(1).attachmentId, reason: REASON });
    expect(dossier.last.map((event) => event.payload)).toEqual([{ type: 'DocumentWithdrawn', attachmentId: file(1).attachmentId, reason: REASON }]);
    expect(attachedTo(dossier.state).map((a) => a.attachmentId)).toEqual([file(2).attachmentId]);
    expect(dossier.all.filter((type) => type === 'DocumentAttached')).toHaveLength(2);
    expect(dossier.replayed()).toEqual(dossier.state);
  });

  it('is withdrawn once, and only where it was attached', () => {
    const dossier = attached().by('applicant').does('withdraw-document', { attachmentId: file(1).attachmentId });
    expect(dossier.by('applicant').refused('withdraw-document', { attachmentId: file(1).attachmentId })).toBe('ATTACHMENT_UNKNOWN');
    expect(dossier.by('applicant').refused('withdraw-document', { attachmentId: file(9).attachmentId })).toBe('ATTACHMENT_UNKNOWN');
  });

  it('by an officer needs a reason; the applicant takes back their own, without one', () => {
    expect(attached().by('receptionist').refused('withdraw-document', { attachmentId: file(1).attachmentId, reason: null })).toBe('REASON_MISSING');
    expect(attached().by('applicant').refused('withdraw-document', { attachmentId: file(1).attachmentId })).toBeNull();
    expect(attached().by('applicant').refused('withdraw-document', { attachmentId: file(2).attachmentId })).toBe('ATTACHMENT_NOT_YOURS');
  });

  it('is no longer for the applicant once the dossier is decided', () => {
    const dossier = attached().at('2026-03-03T09:00').does('complete', { task: 'examine', outcome: 'fit' }).does('complete', { task: 'verify' });
    dossier.does('complete', { task: 'sign', outcome: 'approved' });
    expect(dossier.by('applicant').refused('withdraw-document', { attachmentId: file(1).attachmentId })).toBe('ATTACHMENT_NOT_YOURS');
    expect(dossier.by('receptionist').refused('withdraw-document', { attachmentId: file(1).attachmentId, reason: REASON })).toBeNull();
  });
});

it('wherever a dossier stands, attaching and withdrawing move no deadline and no task', () => {
  fc.assert(
    fc.property(anyProcedure, anyMoves, (procedure, moves) => {
      for (const page of tell(procedure, moves)) {
        // An act may itself put a deadline into the past; any act that follows passes it first.
        const after = passUntil(page.after, page.after.lastAt).state;
        const stampedAt = after.lastAt;
        const attach = { act: 'attach-document', ...file(1, { document: null }) } as const;
        const attached = handle(after, { commandId: 'attach', actor: { kind: 'applicant' }, stampedAt, command: attach as Command });
        expect(attached.ok).toBe(['submitted', 'processing', 'resolved'].includes(after.stage));
        if (!attached.ok) continue;
        const withdraw = { act: 'withdraw-document', attachmentId: attach.attachmentId, reason: null } as const;
        const withdrawn = handle(attached.value.state, { commandId: 'withdraw', actor: { kind: 'applicant' }, stampedAt, command: withdraw });
        for (const handled of withdrawn.ok ? [attached.value, withdrawn.value] : [attached.value]) {
          expect(handled.logged).toHaveLength(1);
          expect([...violations(handled.state), isPlainJson(handled.state)]).toEqual([true]);
          expect(nextDeadline(handled.state)).toBe(nextDeadline(after));
          expect(recordingOf(after, handled, NOWHERE)).toMatchObject({ tasks: [], watches: [] });
        }
      }
    }),
    { numRuns: 60 },
  );
});

describe('in plain words', () => {
  it.each<[string, string, DossierEvent]>([
    ['file attached as form (applicant, application/pdf, 1001 bytes, SHA-256 000000000000…)', 'đính kèm tệp cho form', { type: 'DocumentAttached', ...file(1) } as DossierEvent],
    ['attached file a-1 withdrawn', 'rút tệp đính kèm a-1', { type: 'DocumentWithdrawn', attachmentId: 'a-1', reason: null }],
  ])('%s', (en, vi, event) => {
    expect(describeEvent(event).en).toBe(en);
    expect(describeEvent(event).vi).toContain(vi);
  });
});
