import { closeAlarm } from '../../db/alarms';
import { openAlarms } from '../../db/reads/open-alarms';
import { keepVerification, lastVerification } from '../../db/verifications';
import { verifyInstallation } from '../../gateway/verify-installation';
import { startMailServer } from '../integrations/notify-desk';
import { anchorLogs } from '../../gateway/anchor-logs';
import { anchoringOf } from '../../workers/anchoring';
import { describeOn } from '../servers';
import { prepareOriginal } from './scene';
import type { Original, Scene } from './scene';

describeOn('postgres', 'what is verified and anchored by itself', () => {
  let original: Original;
  let scene: Scene;
  beforeAll(async () => {
    original = await prepareOriginal();
  }, 180_000);
  afterAll(() => original?.close());
  beforeEach(async () => {
    scene = await original.copy();
  });
  afterEach(() => scene.close());

  const day = async (): Promise<void> => {
    const { recorder, dataDir, anchorFile } = scene;
    // As the worker does it, in the role that a worker has.
    await keepVerification(
      recorder.db,
      await verifyInstallation({ db: recorder.db, scope: { all: true }, dataDir, anchorFile }),
    );
  };

  test('a day on which all is well is kept, and disturbs nobody', async () => {
    const before = await openAlarms(scene.auditor.db);
    await day();
    expect(await lastVerification(scene.auditor.db)).toMatchObject({ dossiers: 3, found: 0, findings: [] });
    expect(await openAlarms(scene.auditor.db)).toEqual(before);
  });

  test('each place that is found raises one alarm, not one a day, and another once somebody has closed it', async () => {
    const raised = async () => (await openAlarms(scene.auditor.db)).filter(({ kind }) => kind === 'verification-found');
    await scene.tamper(
      `update personal_data set name = 'Người khác' where dossier_id = '${scene.dossiers[0]}' and subject = 'applicant'`,
    );
    await day();
    const first = await raised();
    expect(first).toContainEqual(
      expect.objectContaining({
        dossierId: scene.dossiers[0],
        detail: expect.objectContaining({ kind: 'person-changed' }),
      }),
    );
    expect(JSON.stringify(first)).not.toContain('Người khác');
    await day();
    expect(await raised()).toEqual(first);
    for (const { alarm } of first)
      await closeAlarm(scene.recorder.db, alarm, { by: 'lan.nt', because: 'looked', realAt: 1, at: 1 });
    await day();
    expect(await raised()).toHaveLength(first.length);
  });

  test('the auditor gets each anchor once by e-mail, also the ones that could not be sent before', async () => {
    const gone = await startMailServer();
    await gone.stop();
    const env = {
      LIENTHONG_AUDITOR_MAIL: 'auditor@example.gov.vn',
      LIENTHONG_SMTP_URL: gone.url,
      LIENTHONG_MAIL_FROM: 'Một cửa <motcua@example.gov.vn>',
    };
    const lay = () => anchorLogs(anchoringOf(env, scene.dataDir, scene.recorder.db), Date.now(), 0);
    await lay();
    const mail = await startMailServer({}, Number(new URL(gone.url).port));
    try {
      await lay();
      await anchorLogs(anchoringOf(env, scene.dataDir, scene.recorder.db), Date.now());
      const { statement } = await scene.auditor.db
        .selectFrom('anchors')
        .select('statement')
        .orderBy('anchor', 'desc')
        .executeTakeFirstOrThrow();
      expect(mail.mails.map(({ subject }) => subject)).toEqual(
        [1, 2, 3].map((n) => `Lienthong: điểm neo số ${n} / anchor ${n}`),
      );
      expect(mail.mails.at(-1)!.text).toContain(JSON.stringify(statement).slice(1, -1));
    } finally {
      await mail.stop();
    }
  });

  test('an address without a mail server is refused by name', () => {
    expect(() =>
      anchoringOf({ LIENTHONG_AUDITOR_MAIL: 'auditor@example.gov.vn' }, scene.dataDir, scene.recorder.db),
    ).toThrow('LIENTHONG_SMTP_URL');
  });
});
