import type { Partners, Procedure } from '../procedure/procedure';
import { routeOf } from '../procedure/route';
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
      return concernedIn(procedure);
    case 'report-sync':
      return NATIONAL_PORTAL;
    default:
      return [];
  }
}

/** Papers come from those who have something to do: who takes fees and obligations, where there are any, and the portal. */
function concernedIn(procedure: Procedure): readonly string[] {
  const { partners = {}, fees } = procedure;
  const owes = Object.values(routeOf(procedure).steps).some(({ step }) => step.kind === 'financial-obligation');
  const payment = partners.payment ?? (fees.length > 0 || owes ? USUAL_PARTNERS.payment : []);
  const tax = partners.tax ?? (owes ? USUAL_PARTNERS.tax : []);
  return [...new Set([...payment, ...tax, ...NATIONAL_PORTAL])];
}

/** Every system that may do anything at all. */
export const partnersOf = (procedure: Procedure): readonly string[] => [
  ...new Set([...partnersFor(procedure, 'settle-obligation'), ...partnersFor(procedure, 'attach-document')]),
];
