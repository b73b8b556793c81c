/** Whether a transaction had ended when a `pg_snapshot` (`xmin:xmax:xip,…`) was taken: the server's own rule. */
export function isVisibleIn(snapshot: string, txid: string): boolean {
  const [xmin = '0', xmax = '0', running = ''] = snapshot.split(':');
  const id = BigInt(txid);
  if (id < BigInt(xmin)) return true;
  return id < BigInt(xmax) && !running.split(',').includes(txid);
}
