import { refusal } from '../errors';
import type { Refusal } from '../errors';
import type { Fee, Procedure, SubmittedDocument } from '../procedure/procedure';
import { holds } from '../procedure/route';
import type { Exception } from './event';
import type { DossierState } from './state';

type Case = Pick<DossierState, 'facts' | 'outcomes' | 'channel' | 'documents' | 'attachments' | 'supplements' | 'money'>;

/** Documents that the law requires of this case (Decree 118/2025 Art. 17): the receptionist's check list. */
export const requiredDocuments = (
  { documents }: Pick<Procedure, 'documents'>,
  { facts, outcomes }: Pick<Case, 'facts' | 'outcomes'>,
): SubmittedDocument[] => documents.filter((d) => d.required && (!d.when || holds(d.when, facts, outcomes)));

/**
 * Required papers that are not there. There is what was handed in at the submission, what is attached as a paper of the
 * applicant's and not withdrawn, and what a supplement asked for by its name that was confirmed as complete.
 */
export function missingDocuments(procedure: Pick<Procedure, 'documents'>, dossier: Case): SubmittedDocument[] {
  const attached = (dossier.attachments ?? []).filter((a) => !a.withdrawn && a.origin === 'applicant');
  const there = new Set([...(dossier.documents ?? []), ...attached.map((a) => a.document)]);
  const confirmed = dossier.supplements.filter((s) => s.status === 'confirmed').flatMap((s) => s.items ?? []);
  const brought = new Set(confirmed.map(plain));
  return requiredDocuments(procedure, dossier).filter(
    ({ document, name }) => !there.has(document) && ![document, name.vi, name.en].some((n) => brought.has(plain(n))),
  );
}

const plain = (name: string): string => name.normalize('NFC').trim().toLowerCase();

/** What a fee comes to by the way the dossier came in. */
export const amountOf = (fee: Pick<Fee, 'amount' | 'amountOnline'>, channel: string): number =>
  channel === 'online' ? (fee.amountOnline ?? fee.amount) : fee.amount;

/** Fees still to be paid: none that is exempt, comes to nothing, or was let off at the acceptance. */
export const feesOwed = ({ fees }: Pick<Procedure, 'fees'>, { channel, money }: Pick<Case, 'channel' | 'money'>): Fee[] =>
  money.fee === 'owed'
    ? fees.filter((f) => f.when !== 'exempt' && amountOf(f, channel) > 0 && !money.waived?.includes(f.fee))
    : [];

/** A fee due `before` is paid before the acceptance: the clock starts with the complete dossier and its payment. */
export const feesBefore = (procedure: Pick<Procedure, 'fees'>, dossier: Pick<Case, 'channel' | 'money'>): Fee[] =>
  feesOwed(procedure, dossier).filter(({ when }) => when === 'before');

/** Why a dossier is not accepted yet: a paper is not there or a fee is not paid, and no exception names it. */
export function notAcceptable(
  procedure: Procedure,
  dossier: Case,
  exceptions: readonly Exception[],
): Refusal | null {
  const missing = missingDocuments(procedure, dossier);
  const unpaid = feesBefore(procedure, dossier);
  const wrong = wrongException(procedure, missing, unpaid, exceptions);
  if (wrong) return wrong;
  const excepted = new Set(exceptions.map(nameOf));
  const papers = missing.filter(({ document }) => !excepted.has(`document ${document}`));
  if (papers.length > 0) {
    const names = (language: 'vi' | 'en'): string => papers.map((d) => `${d.document} (${d.name[language]})`).join('; ');
    return refusal('DOCUMENTS_MISSING', { documents: names('en'), documentsVi: names('vi') });
  }
  const fees = unpaid.filter((f) => !excepted.has(`fee ${f.fee}`));
  if (fees.length === 0) return null;
  const named = (language: 'vi' | 'en'): string => fees.map((f) => `${f.fee} (${f.name[language]})`).join('; ');
  const amount = fees.reduce((sum, fee) => sum + amountOf(fee, dossier.channel), 0);
  return refusal('FEE_UNPAID', { fees: named('en'), feesVi: named('vi'), amount });
}

const nameOf = (e: Exception): string => ('document' in e ? `document ${e.document}` : `fee ${e.fee}`);

/** An exception names something that is wanting, once: else nobody could say what it was for. */
function wrongException(
  procedure: Procedure,
  missing: readonly SubmittedDocument[],
  unpaid: readonly Fee[],
  exceptions: readonly Exception[],
): Refusal | null {
  const wanting = [...missing.map((d) => `document ${d.document}`), ...unpaid.map((f) => `fee ${f.fee}`)];
  const names = exceptions.map(nameOf);
  const i = names.findIndex((name, n) => !wanting.includes(name) || names.indexOf(name) !== n);
  if (i < 0) return null;
  const exception = exceptions[i]!;
  const kind = 'document' in exception ? 'document' : 'fee';
  const value = 'document' in exception ? exception.document : exception.fee;
  const allowed = wanting.join(', ') || '–';
  return refusal('EXCEPTION_UNFIT', { value, allowed, procedure: procedure.code }, `exceptions.${i}.${kind}`);
}
