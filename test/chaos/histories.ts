import type { Entry, Recorded } from '../../chaos/clients/account';
import type { Try } from '../../chaos/clients/answer';
import type { LogEvent } from '../../chaos/check/log-event';

/** Small made-up histories for the model check. Official instants are real ones here. */
export const heard = (given: Partial<Try>): Try => ({ began: 100, ended: 110, status: 200, ...given });

export const recorded = (given: Partial<Recorded>): Recorded => ({
  dossierId: 'd1',
  code: null,
  seq: 2,
  at: new Date(105).toISOString(),
  events: ['DossierAccepted'],
  stage: 'processing',
  ...given,
});

export const confirmed = (given: Partial<Entry> & { readonly seq?: number } = {}): Entry => {
  const { seq = 2, ...entry } = given;
  return {
    key: 'a1',
    act: 'accept',
    dossier: 'd1',
    standing: 'recorded',
    wedged: false,
    confirmedAt: 110,
    recorded: recorded({ seq }),
    tries: [heard({})],
    contradictions: [],
    ...entry,
  };
};

export const logged = (given: Partial<LogEvent> = {}): LogEvent => ({
  dossierId: 'd1',
  seq: 2,
  type: 'DossierAccepted',
  at: 105,
  byEngine: false,
  commandId: 'a1',
  commandIndex: 0,
  writtenAt: 106,
  ...given,
});
