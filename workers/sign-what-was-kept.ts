import { Client } from 'pg';
import type { Envelope } from '../domain/dossier/command';
import { openingIn } from '../domain/dossier/signed';
import type { PreparedAct } from '../gateway/act-on-dossier';
import type { Signing } from '../gateway/signing';
import type { StoredSubmission } from '../gateway/submit-dossier';

/**
 * An earlier program kept acts and submissions for later without a signature. They are signed once, by whoever brings
 * the database up to date and before any part runs; what is unsigned after that was put there by somebody else.
 * `url` is that of whoever migrates.
 */
export async function signWhatWasKept(url: string, signing: Signing): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'lienthong-migrate' });
  // Whoever runs a statement hears that the connection broke; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('set role lienthong_owner');
    await client.query('set search_path = lienthong');
    await client.query('begin');
    // The owner sees nothing of a table that forces row-level security upon it.
    for (const table of KEPT) await client.query(`alter table ${table} no force row level security`);
    await signCommands(client, signing);
    await signSubmissions(client, signing);
    for (const table of KEPT) await client.query(`alter table ${table} force row level security`);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

const KEPT = ['commands', 'submissions'] as const;

const isUnsigned = (envelope: Envelope): boolean => !('signature' in envelope);

async function signCommands(client: Client, signing: Signing): Promise<void> {
  const { rows } = await client.query<{ dossier_id: string; command_id: string; prepared: PreparedAct }>(
    `select dossier_id, command_id, prepared from commands where status = 'pending'`,
  );
  for (const { dossier_id: dossierId, command_id: commandId, prepared } of rows) {
    if (!prepared.envelopes.every(isUnsigned)) continue;
    const envelopes = prepared.envelopes.map((envelope) => signing.sign(dossierId, envelope));
    await client.query('update commands set prepared = $3 where dossier_id = $1 and command_id = $2', [
      dossierId,
      commandId,
      JSON.stringify({ ...prepared, envelopes }),
    ]);
  }
}

async function signSubmissions(client: Client, signing: Signing): Promise<void> {
  const { rows } = await client.query<{ dossier_id: string; input: StoredSubmission }>(
    'select dossier_id, input from submissions where not started',
  );
  for (const { dossier_id: dossierId, input: stored } of rows) {
    if (!isUnsigned(stored.envelope)) continue;
    const envelope = signing.sign(dossierId, stored.envelope, openingIn(stored.input));
    await client.query('update submissions set input = $2 where dossier_id = $1', [
      dossierId,
      JSON.stringify({ ...stored, envelope }),
    ]);
  }
}
