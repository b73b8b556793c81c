import type { Partners, Procedure } from '../procedure/procedure';
import type { Act } from './command';

/**
 * What partners' systems are called where a procedure says nothing: the payment platform and the national portal through
 * which people pay, and the tax administration's.
 */
export const USUAL_PARTNERS: Partners = { payment: ['payment', 'national-portal'], tax: ['tax'] };

/** The national portal alone acknowledges what it was told. */
const NATIONAL_PORTAL = ['national-portal'];

/** Which partners' systems may do an act of a dossier under this procedure: each what is its own, and nobody else's. */
export function partnersFor(procedure: Procedure, act: Act): readonly string[] {
  const { payment, tax } = { ...USUAL_PARTNERS, ...procedure.partners };
  switch (act) {
    case 'pay-fee':
      return payment;
    case 'issue-notice':
    case 'return-slip':
      return tax;
    // Paid at the platform, exempted or entered as a debt by the tax office.
    case 'settle-obligation':
      return [...payment, ...tax];
    case 'attach-document':
      return [...new Set([...payment, ...tax, ...NATIONAL_PORTAL])];
    case 'report-sync':
      return NATIONAL_PORTAL;
    default:
      return [];
  }
}

/** Every system that the procedure names, or that is named for it. */
export const partnersOf = (procedure: Procedure): readonly string[] => partnersFor(procedure, 'attach-document');
