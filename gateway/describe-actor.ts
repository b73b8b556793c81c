import type { Actor } from '../domain/dossier/actor';

/** Who did it, and by whose hand. */
export function describeActor(actor: Actor, language: 'vi' | 'en'): string {
  const vi = language === 'vi';
  switch (actor.kind) {
    case 'engine':
      return vi ? 'hệ thống' : 'the engine';
    case 'applicant':
      return `${vi ? 'người nộp' : 'the applicant'}${by(actor.operator, vi)}${seenBy(actor.receiptSeenBy, vi)}`;
    case 'partner':
      return `${vi ? 'đối tác' : 'partner'} ${actor.system}${by(actor.operator, vi)}`;
    case 'officer': {
      const post = `${actor.role}@${actor.agency}`;
      const who = actor.person === post ? post : `${actor.person} (${post})`;
      const basis = actor.basis ? ` ${actor.basis.kind}${actor.basis.of === undefined ? '' : ` ← ${actor.basis.of}`}` : '';
      return `${who}${basis}${by(actor.operator, vi)}`;
    }
  }
}

const by = (operator: string | undefined, vi: boolean): string => (operator === undefined ? '' : vi ? `, do ${operator} nhập` : `, entered by ${operator}`);

const seenBy = (officer: string | undefined, vi: boolean): string => {
  if (officer === undefined) return '';
  return vi ? ` (mã tra cứu vừa in cho ${officer} xem)` : ` (its code had just been printed by ${officer})`;
};
