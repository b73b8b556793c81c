import type { Decision, Errand } from './errand';

/**
 * The one function to replace: asks this agency's own system what it has decided; null while it has not. It may be
 * asked again for the same errand, and must then say the same.
 */
export async function decide({ kind }: Errand): Promise<Decision | null> {
  if (kind === 'consult') return { act: 'reply', fields: { opinion: 'no-objection' } };
  return { act: 'complete', fields: { note: 'Đã xử lý trên hệ thống của cơ quan' } };
}
