import { Text, VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { Loading, ProblemAlert } from '../parts/problem';
import { diffLines, hunksOf } from './diff-lines';
import classes from './procedure-comparison.module.css';

interface FileDifferenceProps {
  readonly code: string;
  readonly before: number;
  readonly after: number;
}

const MARKS = { same: '', removed: '−', added: '+' } as const;

/** The lines of the two files that differ, with some around them. */
export function FileDifference({ code, before, after }: FileDifferenceProps) {
  const { say } = useLanguage();
  const fileOf = (version: number) => [{ params: { path: { code, version } } }, { staleTime: Infinity }] as const;
  const one = api.useQuery('get', '/v1/procedures/{code}/versions/{version}', ...fileOf(before));
  const other = api.useQuery('get', '/v1/procedures/{code}/versions/{version}', ...fileOf(after));
  const hunks = useMemo(() => (one.data && other.data ? hunksOf(diffLines(one.data.file, other.data.file)) : []), [one.data, other.data]);
  const error = one.error ?? other.error;
  if (error) return <ProblemAlert error={error} onRetry={() => void Promise.all([one.refetch(), other.refetch()])} />;
  if (!one.data || !other.data) return <Loading />;
  if (hunks.length === 0) return <Text>{say('Không có dòng nào khác.', 'No line differs.')}</Text>;
  const said = { same: '', removed: say('bỏ', 'removed'), added: say('thêm', 'added') };
  return (
    <div className={classes['lines']} role="region" aria-label={say('Khung cuộn các dòng khác nhau', 'Scrolls the lines that differ')} tabIndex={0}>
      <table className={classes['table']}>
        <VisuallyHidden component="caption">{say(`Dòng khác nhau giữa phiên bản ${before} và ${after}`, `Lines that differ between version ${before} and ${after}`)}</VisuallyHidden>
        <thead>
          <VisuallyHidden component="tr">
            <th scope="col">{say(`Dòng ở phiên bản ${before}`, `Line in version ${before}`)}</th>
            <th scope="col">{say(`Dòng ở phiên bản ${after}`, `Line in version ${after}`)}</th>
            <th scope="col">{say('Thay đổi', 'Change')}</th>
            <th scope="col">{say('Nội dung', 'Text')}</th>
          </VisuallyHidden>
        </thead>
        <tbody>
          {hunks.map((line, i) =>
            line === null ? (
              <tr key={i} className={classes['gap']}>
                <td colSpan={4}>…</td>
              </tr>
            ) : (
              <tr key={i} className={line.kind === 'same' ? undefined : classes[line.kind]}>
                <td className={classes['number']}>{line.before}</td>
                <td className={classes['number']}>{line.after}</td>
                <td className={classes['mark']}>
                  <span aria-hidden>{MARKS[line.kind]}</span>
                  <VisuallyHidden>{said[line.kind]}</VisuallyHidden>
                </td>
                <td>{line.text}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}
