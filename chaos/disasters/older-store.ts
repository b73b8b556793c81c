import { checkDossiers } from '../check/dossiers';
import { openAsOperator } from '../check/operator-database';
import { checkWorkflows } from '../check/workflows';
import { rebuildDossier } from '../../db/reads/rebuild-dossier';
import { openDesk } from '../../gateway/open-desk';
import type { DossierView } from '../clients/next-act';
import type { Stage } from '../stage';
import { copyStore, removeTemporal } from './store-copy';
import type { Store } from './store-copy';
import { violation } from '../violation';
import type { Violation } from '../violation';

const POPULATE_MS = 40_000;
const REPAIR_MS = 45_000;
/** So many dossiers go on after the copy; three where each gets many acts. */
const AHEAD = 6;
const AHEAD_FAR = 3;

/** Temporal's store is gone altogether. */
export async function wipeTemporal(stage: Stage): Promise<readonly Violation[]> {
  await stage.workFor(POPULATE_MS);
  await stage.installation.stop();
  removeTemporal(stage.installation.place);
  stage.say("Temporal's store is removed");
  return goOnDuringRepair(stage);
}

/** One store is put back to a copy, by so many acts of each of some dossiers, with others begun and ended meanwhile. */
export async function olderStore(stage: Stage, store: Store, by: number): Promise<readonly Violation[]> {
  await stage.workFor(POPULATE_MS);
  await stage.installation.stop();
  const putBack = copyStore(stage.installation.place, store);
  await stage.installation.start();
  const hand = stage.hand();
  for (const dossier of stage.dossiers().slice(0, by > 10 ? AHEAD_FAR : AHEAD)) await hand.goOnTimes(dossier, by);
  await hand.submit();
  await hand.goOn(await hand.submit());
  await hand.carryToEnd(await hand.submit());
  await stage.installation.stop();
  putBack();
  stage.say(`${store} is put back by ${by} acts`);
  return goOnDuringRepair(stage);
}

/** As `temporal-older`, where what Temporal forgets is a new date that the applicant was given. */
export async function forkedApology(stage: Stage): Promise<readonly Violation[]> {
  await stage.workFor(POPULATE_MS);
  const hand = stage.hand();
  const dossier = await nearItsDate(hand);
  await stage.installation.stop();
  const putBack = copyStore(stage.installation.place, 'temporal');
  await stage.installation.start();
  const view = (await hand.view(dossier)) as Dated;
  const newDue = view.newDate?.latest;
  const agency = view.receivingUnit.replace(/\.\d+$/, '');
  const apology = { as: `leader@${agency}`, newDue, reason: 'Xin lỗi, hẹn lại' };
  const answer = await hand.act(dossier, 'apologise', apology);
  stage.say(`an apology with another date: ${answer.status} ${answer.code ?? ''}`);
  await stage.installation.stop();
  putBack();
  await stage.installation.start();
  await stage
    .hand(stage.patientFor(60_000))
    .goOnTimes(dossier, 4)
    .catch((error: Error) => stage.say(error.message));
  await stage.installation.stop();
  return goOnDuringRepair(stage);
}

type Dated = DossierView & { readonly newDate: { readonly open: boolean; readonly latest: string } | null };

/** A dossier that may be given a new date: one whose limit is short is near its appointment from the first. */
async function nearItsDate(hand: ReturnType<Stage['hand']>): ReturnType<typeof hand.submit> {
  for (let tries = 1; ; tries++) {
    const dossier = await hand.submit();
    await hand.goOn(dossier);
    const { newDate } = (await hand.view(dossier)) as Dated;
    if (newDate?.open || tries === MOST_TRIES) return dossier;
  }
}
const MOST_TRIES = 20;

/** Starts, asks the doctor at once, and lets everybody work while the installation repairs itself. */
async function goOnDuringRepair(stage: Stage): Promise<readonly Violation[]> {
  await stage.installation.start();
  const apartBefore = await storesApart(stage);
  const doctor = await stage.installation.command('doctor');
  const apartAfter = await storesApart(stage);
  stage.say(
    `doctor at once: ${doctor.ok ? 'all is well' : 'finds faults'}; ` +
      `the stores differed in ${apartBefore} dossiers before, in ${apartAfter} after it`,
  );
  await stage.workFor(REPAIR_MS);
  const blind = doctor.ok && apartBefore > 0 && apartAfter > 0 ? [{ apartBefore, apartAfter }] : [];
  return violation('doctor says that all is well while the stores differ', blind);
}

/** How many dossiers stand otherwise in Temporal than in the log. */
async function storesApart({ installation }: Stage): Promise<number> {
  const written = { ...installation.written(), dataDir: installation.place.dataDir };
  const desk = await openDesk(written, process.env);
  const { db, close } = openAsOperator(installation.operatorUrl());
  try {
    const found = await checkWorkflows(desk.client, (await checkDossiers(db)).states, (id) => rebuildDossier(db, id));
    return found.reduce((sum, { count }) => sum + count, 0);
  } finally {
    await close();
    await desk.close();
  }
}
