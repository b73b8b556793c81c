import { postingsOn } from '../../db/reads/postings-on';
import type { Context, Shown } from '../context';
import { plain, table } from '../render/table';
import { stamp, when } from '../render/when';
import { withRecords } from '../sources/records';

/** `people list`: the register. */
export async function peopleList(context: Context, options: { readonly agency?: string }): Promise<Shown> {
  const { say, language } = context;
  return withRecords(context, async ({ db, clock }) => {
    const people = await postingsOn(db, clock.now(), options.agency);
    const rows = people.flatMap(({ person, name, postings }) =>
      (postings.length === 0 ? [undefined] : postings).map((p) => [
        person,
        plain(name),
        p ? `${p.role}@${p.agency}` : say({ en: 'no post', vi: 'chưa có vị trí' }),
        p ? `${p.kind}${p.onBehalfOf === null ? '' : ` ← ${p.onBehalfOf}`}` : '',
        p ? `${when(p.from, language)} – ${p.to === null ? '…' : when(p.to, language)}` : '',
      ]),
    );
    return {
      json: { people: people.map((each) => ({ ...each, postings: each.postings.map((p) => ({ ...p, from: stamp(p.from), to: stamp(p.to) })) })) },
      text: () => (rows.length === 0 ? say({ en: 'nobody is registered; posts like receptionist@H35.202.01 act without a name', vi: 'chưa có cán bộ; có thể dùng vị trí như receptionist@H35.202.01' }) : table(rows)),
    };
  });
}
