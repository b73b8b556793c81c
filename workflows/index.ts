export { dossier } from './dossier';
export { dailyDigest, escalationWatch, mendDossier, orphanRepair, reconcileStores, storeCheck, timerCheck } from './sweeps';
