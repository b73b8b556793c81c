import { evolve } from '../../domain/dossier/evolve';
import { nationalStatus } from '../../domain/dossier/national-status';
import type { NationalStatus } from '../../domain/dossier/national-status';
import type { LoggedEvent } from '../../domain/dossier/recording';
import { isFinal } from '../../domain/dossier/state';
import type { DossierState } from '../../domain/dossier/state';

/** One event with the dossier before and after it. */
export interface Page {
  readonly event: LoggedEvent;
  readonly before: DossierState;
  readonly after: DossierState;
}

/** The dossier's story so far: the portal is told how things stood then, however late it is told. */
export function pagesOf(opening: DossierState, events: readonly LoggedEvent[]): readonly Page[] {
  let before = opening;
  return events.map((event) => {
    const page = { event, before, after: evolve(before, event.payload, event.at) };
    before = page.after;
    return page;
  });
}

/** How many of the first pages were there before the command that the last one belongs to. */
export const beforeLastCommand = (pages: readonly Page[]): number =>
  pages.findIndex(({ event }) => event.commandId === pages.at(-1)?.event.commandId);

/** The dossier after the whole command of a page: between two events of one command the law sees nothing. */
export const afterCommand = (pages: readonly Page[], page: Page): DossierState =>
  pages.findLast(({ event }) => event.commandId === page.event.commandId)?.after ?? page.after;

export const statusAfter = (pages: readonly Page[], page: Page): NationalStatus => nationalStatus(afterCommand(pages, page));

/**
 * The portal's key of a dossier, one for its whole life: the legal code. Undefined before reception, for there is none
 * yet and a second record could never be taken back. What ends without a code goes by its id of 32 digits, as drafts do.
 */
export function portalIdOf(pages: readonly Page[]): string | undefined {
  const known = pages.find(({ after }) => after.code !== null || isFinal(after))?.after;
  return known && (known.code ?? known.dossierId.replaceAll('-', ''));
}
