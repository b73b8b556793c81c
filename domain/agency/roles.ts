import type { AgencyRole } from './agency';

/**
 * The words that routes and the catalogue use for the parts agencies play. A catalogue may use others: a role is data, and one that nobody plays is found
 * when a procedure is published. `household-business-registration` stands apart from `business-registration`, because enterprises are registered by
 * a department and household businesses below it (Decree 01/2021 Art. 14; Decree 168/2025).
 */
export const AGENCY_ROLES = [
  'one-stop-unit',
  'commune-committee',
  'commune-civil-status',
  'commune-land',
  'commune-social',
  'district-committee',
  'district-labour',
  'district-land',
  'province-committee',
  'province-office',
  'procedure-control',
  'dept-home-affairs',
  'dept-justice',
  'dept-finance',
  'dept-planning-investment',
  'dept-industry-trade',
  'dept-agriculture',
  'dept-environment',
  'dept-construction',
  'dept-transport',
  'dept-labour',
  'dept-social-protection',
  'dept-merit',
  'dept-culture',
  'dept-science',
  'dept-information',
  'dept-education',
  'dept-health',
  'dept-ethnic',
  'dept-foreign-affairs',
  'inspectorate',
  'economic-zone-board',
  'business-registration',
  'household-business-registration',
  'land-office',
  'tax-office',
  'police-residence',
  'police-province',
  'social-insurance',
  'treasury',
] as const satisfies readonly AgencyRole[];
