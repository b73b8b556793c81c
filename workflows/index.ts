export { dossier } from './dossier';
export {
  anchorLogs,
  dailyDigest,
  deskCheck,
  escalationWatch,
  mendDossier,
  orphanRepair,
  reconcileStores,
  storeCheck,
  timerCheck,
  verifyEverything,
} from './sweeps';
