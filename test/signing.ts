import { Signing } from '../gateway/signing';
import type { Part } from '../domain/dossier/signed';
import { temporaryDataDir } from './servers';

let dataDir: string | undefined;

/** A part's way to sign, with keys of this test process. */
export const testSigning = (part: Part): Signing => new Signing((dataDir ??= temporaryDataDir('signing')), part);
