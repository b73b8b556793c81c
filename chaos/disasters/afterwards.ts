import { GaveUp } from '../clients/stopping';
import { onItsWay, possibleActs } from '../clients/next-act';
import { violation } from '../violation';
import type { Violation } from '../violation';
import { lostIn } from './lost';
import type { Stage } from '../stage';

const PATIENCE_MS = 180_000;
const VERIFIED = 5;
/** Somebody else has the task in hand: a dossier that says so lives. */
const TAKEN = 'TASK_TAKEN';

export interface Repaired {
  readonly lost: ReadonlySet<string>;
  readonly violations: readonly Violation[];
}

export const NOTHING_LOST: Repaired = { lost: new Set(), violations: [] };

/** What the installation itself says is lost, after it was told to repair everything. */
export async function recoverAll(stage: Stage): Promise<Repaired> {
  const began = Date.now();
  const { ok, output } = await stage.installation.command('recover', '--all', '--json');
  const seconds = Math.round((Date.now() - began) / 1_000);
  stage.say(`lienthong recover --all: ${ok ? 'done' : 'failed'} in ${seconds} s`);
  const failed = ok ? [] : [output.trim().slice(-400)];
  return { lost: lostIn(output), violations: violation('"lienthong recover --all" fails', failed) };
}

/** Every dossier that is not named as lost can be read, acted on and verified. */
export async function everyDossierLives(stage: Stage, lost: ReadonlySet<string>): Promise<readonly Violation[]> {
  const over = archivedOnes(stage);
  const hand = stage.hand(stage.patientFor(PATIENCE_MS));
  const unreadable: object[] = [];
  const stuck: object[] = [];
  const dossiers = stage.dossiers().filter((id) => !lost.has(id));
  for (const dossier of dossiers) {
    try {
      const view = await hand.view(dossier);
      if ('status' in view) unreadable.push({ dossier, status: view.status, code: view.code });
      else if (!over.has(dossier) && onItsWay(possibleActs(view, new Map())).length > 0) {
        const answer = await hand.goOn(dossier);
        if (answer !== undefined && answer.status >= 400 && answer.code !== TAKEN)
          stuck.push({ dossier, status: answer.status, code: answer.code, detail: answer.detail });
      }
    } catch (error) {
      if (!(error instanceof GaveUp)) throw error;
      stuck.push({ dossier, why: error.message });
    }
  }
  const verified = await Promise.all(
    dossiers.slice(0, VERIFIED).map((dossier) => stage.installation.command('verify', dossier)),
  );
  return [
    ...violation('a dossier cannot be read and is not named as lost', unreadable),
    ...violation('a dossier takes no act and is not named as lost', stuck),
    ...violation(
      '"lienthong verify" finds faults',
      verified.filter(({ ok }) => !ok).map(({ output }) => output.trim().slice(-300)),
    ),
  ];
}

/** An archived dossier is at its end, and rightly takes no act. */
function archivedOnes({ account }: Stage): ReadonlySet<string> {
  const archived = account.entries().filter(({ act, recorded }) => act === 'archive' && recorded !== undefined);
  return new Set(archived.flatMap(({ dossier }) => dossier ?? []));
}
