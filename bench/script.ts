import type { Kysely } from 'kysely';
import { findAgencies, findProcedureInForce } from '../db/catalogue';
import { savePerson, savePosting } from '../db/people';
import type { Schema } from '../db/schema';
import type { OfficerRole } from '../domain/agency/agency';
import { placesServedBy } from '../domain/agency/committee';
import { snapshotAgencies } from '../domain/agency/snapshot-agencies';
import type { Topology } from '../domain/agency/topology';
import { unitsOffering } from '../domain/agency/units-offering';
import { localDateOf } from '../domain/calendar/local-time';
import type { Command } from '../domain/dossier/command';
import type { Procedure, Step } from '../domain/procedure/procedure';
import { OPENING } from './stage';

/** Education allowance for people with meritorious services: commune, district, department (Decree 131/2021 Art. 97). */
export const PROCEDURE = '9.900010.H35';

export interface Officer {
  readonly person: string;
  readonly agency: string;
  readonly role: OfficerRole;
}

/** One act of the way a dossier goes, after its submission. */
export interface ScriptedAct {
  readonly by: Officer;
  readonly act: Command['act'];
  readonly fields: Readonly<Record<string, string>>;
  /** The task it is on, where it is on one. */
  readonly taskId?: string;
}

/** The way of a dossier handed in at one commune. */
export interface Script {
  readonly unit: string;
  readonly place: string;
  readonly receptionist: Officer;
  readonly acts: readonly ScriptedAct[];
}

export interface Cast {
  readonly procedure: Procedure;
  readonly scripts: readonly Script[];
}

/** One script for every commune that offers the procedure, and its officers in the register of people. */
export async function castOf(db: Kysely<Schema>): Promise<Cast> {
  const date = localDateOf(OPENING);
  const procedure = await findProcedureInForce(db, PROCEDURE, date);
  const topology = (await findAgencies(db))?.topology as Topology | undefined;
  if (!procedure || !topology) throw new Error(`the catalogue lacks procedure ${PROCEDURE} on ${date}, or the agencies`);
  const scripts = unitsOffering(topology, procedure.offeredAt, date).flatMap(({ code }) => {
    const place = placesServedBy(topology, code, date)[0]?.code;
    const agencies = place === undefined ? undefined : snapshotAgencies(topology, procedure, { receivingUnit: code, place, date });
    return place !== undefined && agencies?.ok ? [scriptOf(procedure, code, place, agencies.value.roles)] : [];
  });
  const officers = new Map(scripts.flatMap((s) => [s.receptionist, ...s.acts.map((a) => a.by)]).map((o) => [o.person, o]));
  for (const { person, agency, role } of officers.values()) {
    await savePerson(db, person, person);
    await savePosting(db, { person, agency, role, kind: 'regular', onBehalfOf: null, from: OPENING - 86_400_000, to: null });
  }
  return { procedure, scripts };
}

/** Received and accepted; at every level taken up and completed; returned and archived. */
function scriptOf(procedure: Procedure, unit: string, place: string, roles: Readonly<Record<string, string>>): Script {
  const officerOf = (step: Step): Officer => officer(step.officer, roles[step.agency] ?? unit);
  const receptionist = officer('receptionist', unit);
  const acts = (procedure.route as readonly Step[]).flatMap((step): ScriptedAct[] => {
    const [by, taskId] = [officerOf(step), `${step.step}#1`];
    if (step.kind === 'receive') return [{ by, act: 'accept', fields: {} }, { by, act: 'complete', fields: {}, taskId }];
    if (step.kind === 'return') return [{ by, act: 'return-result', fields: { way: 'counter' } }, { by, act: 'archive', fields: {} }];
    return [{ by, act: 'take-up', fields: {}, taskId }, { by, act: 'complete', fields: { outcome: step.outcomes![0]! }, taskId }];
  });
  return { unit, place, receptionist, acts };
}

const officer = (role: OfficerRole, agency: string): Officer => ({ person: `${role}.${agency}`, agency, role });
