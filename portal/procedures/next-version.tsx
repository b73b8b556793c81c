import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { Loading, ProblemAlert } from '../parts/problem';
import { ProcedureEditor } from './procedure-editor';

/** The version shown, as a file that is numbered after the newest; its first day in force is still to be written. */
export function NextVersion({ procedure: { code, version, versions } }: { readonly procedure: Schemas['Procedure'] }) {
  const { data, error, refetch } = api.useQuery('get', '/v1/procedures/{code}/versions/{version}', { params: { path: { code, version } } }, { staleTime: Infinity });
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return <ProcedureEditor key={`${code} ${version}`} initial={numbered(data.file, Math.max(...versions) + 1)} />;
}

const numbered = (file: string, version: number): string => file.replace(/^version: \d+$/m, `version: ${version}`).replace(/^effectiveTo: .*\n/m, '');
