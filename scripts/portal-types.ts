import openapiTS, { astToString } from 'openapi-typescript';
import { createApi } from '../api/server';
import type { ApiContext } from '../api/context';

/** Prints the types of the portal's calls, from the OpenAPI document: `npx tsx scripts/portal-types.ts > portal/api-types.d.ts`. */
export async function portalTypes(): Promise<string> {
  // No request is answered here: the routes alone say what the document holds.
  const nowhere = { database: { as: () => undefined }, publicUrl: 'http://127.0.0.1:7800', attachments: { limitBytes: 25 * 1024 * 1024 } } as unknown as ApiContext;
  const app = await createApi(nowhere);
  await app.ready();
  const document = app.swagger();
  await app.close();
  return `// Made by scripts/portal-types.ts from the OpenAPI document; not edited by hand.\n${astToString(await openapiTS(document as never))}`;
}

if (require.main === module) void portalTypes().then((text) => process.stdout.write(text));
