import { z } from 'zod';
import { AgencyCode, line } from './common';

const ScopeSchema = z.enum(['dossiers:submit', 'dossiers:read', 'acts:partner', 'acts:agency', 'statistics:read']);

export const ClientId = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/).meta({ id: 'ClientId', examples: ['tax-office'] });
const given = {
  clientId: ClientId,
  name: line(200).describe('Whose system it is'),
  system: z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/).nullable().default(null).describe('The partner it acts as; without one it is an agency\'s own system'),
  scopes: z.array(ScopeSchema).min(1).max(5),
  agencies: z.array(AgencyCode).max(1_000).default([]).describe('Whose work it may see and do'),
};
export const NewClient = z.strictObject(given).meta({ id: 'NewClient' });

export const ClientView = z
  .object({
    clientId: z.string(),
    name: z.string(),
    system: z.string().nullable(),
    scopes: z.array(ScopeSchema),
    agencies: z.array(AgencyCode),
    disabled: z.boolean(),
    version: z.number().int().describe('Raised by every change; also the ETag'),
  })
  .meta({ id: 'Client' });
export const ClientList = z.object({ items: z.array(ClientView) }).meta({ id: 'ClientList' });
export const ClientChange = z.strictObject({ disabled: z.boolean().describe('Disabled, its tokens end at once') }).meta({ id: 'ClientChange' });
