export { dossier } from './dossier';
export { dailyDigest, escalationWatch, mendDossier, orphanRepair, timerCheck } from './sweeps';
