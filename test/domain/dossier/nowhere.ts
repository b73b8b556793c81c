import type { Recording } from '../../../domain/dossier/recording';

/** A recording that no run makes, upon a log of which nothing is known. */
export const NOWHERE: Pick<Recording, 'epoch' | 'after' | 'run'> = { epoch: 1, after: null, run: null };
