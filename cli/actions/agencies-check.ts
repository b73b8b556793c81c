import type { Context, Shown } from '../context';
import { topologyOf } from '../sources/agency-files';

/** `agencies check`: every mistake in the files, with its line; works without an installation. */
export async function agenciesCheck({ say }: Context, _: object, ...paths: readonly string[]): Promise<Shown> {
  const read = topologyOf(paths);
  if ('wrong' in read) return read.wrong;
  const agencies = new Set(read.topology.agencies.map(({ code }) => code)).size;
  return {
    json: { ok: true, agencies, problems: [] },
    text: () =>
      say({
        en: `${agencies} agencies, nothing wrong; "agencies preview" says what would change`,
        vi: `${agencies} cơ quan, không có lỗi; "agencies preview" cho biết nội dung thay đổi`,
      }),
  };
}
