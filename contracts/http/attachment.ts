import { z } from 'zod';
import { Timestamp } from './common';

export const AttachmentView = z
  .object({
    attachmentId: z.uuid(),
    name: z.string().nullable().describe('Null after erasure'),
    document: z.string().nullable().describe('Document of the checklist it fulfils'),
    mediaType: z.string(),
    size: z.number().int().describe('Bytes'),
    sha256: z.string(),
    origin: z.enum(['applicant', 'officer', 'result']),
    scanned: z.boolean().nullable().describe('A virus scanner found it clean; false where the installation has none'),
    uploadedAt: Timestamp,
    withdrawn: z.boolean(),
  })
  .meta({ id: 'Attachment' });
