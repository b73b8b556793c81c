import { randomUUID } from 'node:crypto';
import { messageOf } from '../domain/errors';
import type { Result } from '../domain/result';
import { actOnDossier } from '../gateway/act-on-dossier';
import type { Desk } from '../gateway/desk';
import { submitDossier } from '../gateway/submit-dossier';
import { dossierIdOf } from '../db/submit-once';
import type { Cast, Script } from './script';
import type { Drive, Side } from './side';

/** Real dossiers through the gateway, as an office's own program would hand them in and act on them. */
export const dossierSide = (desk: Desk, { procedure, scripts }: Cast): Side => ({
  name: 'dossiers',
  async prepare(count) {
    return Array.from({ length: count }, (_, n) => drive(desk, procedure.code, scripts[n % scripts.length]!));
  },
});

function drive(desk: Desk, procedure: string, script: Script): Drive {
  const key = `bench-${randomUUID()}`;
  const workflowId = dossierIdOf(key);
  let dossier = workflowId;
  const submit = async (): Promise<void> => {
    succeeded(
      await submitDossier(desk, {
        key,
        procedure,
        unit: script.unit,
        place: script.place,
        channel: 'counter',
        facts: {},
        documents: ['request'],
        people: [{ subject: 'applicant', name: 'Lò Thị Mai' }],
        as: script.receptionist.person,
      }),
    );
  };
  const acts = script.acts.map(({ by, act, fields }) => async (): Promise<void> => {
    const answer = succeeded(await actOnDossier(desk, { dossier, act, as: by.person, fields }));
    // From its acceptance people call a dossier by its legal code.
    dossier = answer.code ?? dossier;
  });
  return { workflowId, acts: [submit, ...acts] };
}

export function succeeded<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the bench was refused: ${messageOf(result.refusal)}`);
  return result.value;
}
