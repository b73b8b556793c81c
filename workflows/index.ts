export { dossier } from './dossier';
export {
  anchorLogs,
  dailyDigest,
  escalationWatch,
  mendDossier,
  orphanRepair,
  reconcileStores,
  storeCheck,
  timerCheck,
  verifyEverything,
} from './sweeps';
