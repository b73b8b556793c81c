import { openStage } from './stage';
import { castOf } from './script';
import { layOpenDossiers } from './open-dossiers';
import { examinationOf } from './http-office';
import { openDatabase } from '../db/database';
import { workList } from '../db/reads/work-list';
(async () => {
  const stage = await openStage(() => undefined);
  try {
    const cast = await castOf(stage.desk.db);
    const desks = cast.scripts.flatMap((script) => [{ unit: script.unit, agency: script.unit }, { unit: script.unit, agency: examinationOf(script).officer.agency }]);
    await layOpenDossiers(stage.databaseUrl, cast.procedure.code, desks, 100_000);
    const agency = examinationOf(cast.scripts[0]!).officer.agency;
    const d = openDatabase({ url: stage.databaseUrl, role: 'api', max: 1 });
    const c = await d.pool.connect();
    await c.query(`select set_config('lienthong.person','x',false), set_config('lienthong.agencies',$1,false)`, [`{${agency}}`]);
    const orig = c.query.bind(c);
    let text = '', values: unknown[] = [];
    const { Kysely, PostgresDialect } = await import('kysely');
    const db = new Kysely<any>({ dialect: new PostgresDialect({ pool: { connect: async () => ({ query: (t: any, v: any) => { text = t; values = v; return orig(t, v); }, release() {} }) as never, end: async () => undefined } }) });
    await workList(db, { agencies: [agency], limit: 51 });
    console.log(text);
    for (let i = 0; i < 3; i++) { const t = performance.now(); await workList(db, { agencies: [agency], limit: 51 }); console.log('ms', performance.now() - t); }
    for (const r of (await orig('explain (analyze, buffers, verbose off) ' + text, values as never)).rows) console.log((r as any)['QUERY PLAN']);
    const { workListCounts } = await import('../db/reads/work-list');
    await workListCounts(db, [agency], 'x', 1, 2);
    for (let i = 0; i < 3; i++) { const t = performance.now(); await workListCounts(db, [agency], 'x', 1, 2); console.log('counts ms', performance.now() - t); }
    for (const r of (await orig('explain (analyze, buffers, verbose off) ' + text, values as never)).rows) console.log((r as any)['QUERY PLAN']);
    c.release(); await d.close();
  } finally { await stage.close(); }
  process.exit(0);
})();
