import { parseActFields } from '../../contracts/act-request';
import { nextActs } from '../../gateway/next-acts';
import { dossierText } from '../../cli/render/dossier-text';
import { dossierRow } from '../../domain/dossier/recording-of';
import { attributeLateness } from '../../domain/dossier/attribution';
import { actFields } from '../../cli/input/act-fields';
import { WORDS, at, given } from '../domain/dossier/given';
import { procedure, step } from '../domain/dossier/procedures';
import { lienthong } from './command';

const name = (en: string) => ({ vi: en, en });
const wanting = procedure([step('examine', 'commune-committee')], {
  documents: [{ document: 'plan', name: name('Plan'), required: true }],
  fees: [{ fee: 'permit', name: name('Permit'), amount: 75_000, when: 'before' }],
});

describe('the command line', () => {
  it('takes exceptions in, papers and fees, each with its reason', () => {
    const fields = actFields({ exception: ['plan=lost; the register has it'], waive: ['permit=poor household'] });
    expect(fields).toEqual({ exceptions: [{ document: 'plan', reason: 'lost; the register has it' }, { fee: 'permit', reason: 'poor household' }] });
    expect(parseActFields('accept', fields)).toMatchObject({ ok: true });
    expect(parseActFields('accept', actFields({ exception: ['plan= '] }))).toMatchObject({ ok: false, refusal: { code: 'EXCEPTION_UNREASONED', field: 'exceptions.0.reason' } });
  });

  it('refuses an exception for an act that knows none, before any server is asked', async () => {
    const answer = await lienthong(['dossier', 'act', 'x', 'archive', '--as', 'applicant', '--waive', 'permit=poor', '--json']);
    expect(answer.code).not.toBe(0);
    expect(answer.err + answer.out).toContain('FIELD_UNKNOWN');
  });

  it('says with "dossier show" what holds the acceptance up, where a refusal is complained of, and whose late days are', () => {
    const posts = () => ['receptionist'] as const;
    const context = { say: (text: { en: string }) => text.en, language: 'en', colour: false, columns: 200 } as const;
    const shown = (story: ReturnType<typeof given>, now = at('2026-03-02T09:00')): string => {
      const { state } = story;
      return dossierText({ dossier: dossierRow(state), open: [], now, next: nextActs(state, now, posts), nameOf: () => undefined, applicant: undefined, refusal: state.refusal, lateDays: attributeLateness(state, now) }, context);
    };
    const submitted = () => given(wanting).does('submit', { documents: [] });
    expect(shown(submitted())).toMatch(/accept +receptionist@H35\.01\.01: required papers are not there: plan \(Plan\)/);
    expect(shown(submitted().does('refuse-intake', { reason: WORDS, appeal: { body: 'The court' } }))).toContain('The court, 90 days; Law on Complaints');
    const late = submitted().does('accept', { exceptions: [{ document: 'plan', reason: WORDS }, { fee: 'permit', reason: WORDS }] }).does('complete', { task: 'receive' });
    expect(shown(late, at('2026-03-11T12:00'))).toContain('2: H35.30, examine (2)');
  });
});
