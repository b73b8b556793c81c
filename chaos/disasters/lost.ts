const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * Dossiers that the report of `lienthong recover --all --json` names as lost: the field `lost`, a list of ids or of
 * objects that hold one.
 */
export function lostIn(report: string): ReadonlySet<string> {
  const from = report.indexOf('{');
  const to = report.lastIndexOf('}');
  try {
    const { lost } = JSON.parse(report.slice(from, to + 1)) as { readonly lost?: unknown };
    return new Set(JSON.stringify(lost ?? []).match(UUID) ?? []);
  } catch {
    return new Set();
  }
}
