export { dossier } from './dossier';
export { dailyDigest, escalationWatch, orphanRepair, timerCheck } from './sweeps';
