import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ProcedureSchema } from '../contracts/procedure';

export const PROCEDURE_SCHEMA_FILE = join(__dirname, '..', 'contracts', 'procedure.schema.json');

/** The JSON Schema of a procedure file, for editors that check while one types. A test compares it with what is stored. */
export const procedureSchema = (): string =>
  `${JSON.stringify(z.toJSONSchema(ProcedureSchema, { io: 'input', target: 'draft-2020-12' }), null, 2)}\n`;

if (require.main === module) writeFileSync(PROCEDURE_SCHEMA_FILE, procedureSchema());
