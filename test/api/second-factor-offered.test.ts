import { Secret, TOTP } from 'otpauth';
import { COMMUNE_UNIT } from '../engine/desk-work';
import { PASSWORD, startTestApi, visitor } from './environment';
import type { TestApi, Visitor } from './environment';

const codeOf = (secret: string): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

describe('where a second factor is offered only', () => {
  let api: TestApi;
  let leader: Visitor;
  beforeAll(async () => {
    api = await startTestApi({ at: '2022-03-14T08:00' });
    leader = await api.officer('lãnh.đạo', [`leader@${COMMUNE_UNIT}`]);
  });
  afterAll(() => api?.close());

  test('posts that decide work on, and are told that one is missing', async () => {
    expect((await leader.get('/v1/session')).body).toMatchObject({
      wants: null,
      secondFactor: { demanded: false, recommended: true },
    });
    expect((await leader.get('/v1/dossiers')).status).toBe(200);
  });

  test('a host without a name has no security keys, and says what to take instead', async () => {
    expect((await leader.get('/v1/session/second-factors')).body).toMatchObject({ securityKeys: false });
    const refused = await leader.send('POST', '/v1/session/second-factors/key/begin');
    expect(refused).toMatchObject({ status: 409, body: { code: 'KEYS_UNAVAILABLE' } });
    expect(refused.body.detail).toContain('code app');
  });

  test('whoever has set one up proves it all the same', async () => {
    const begun = await leader.send('POST', '/v1/session/second-factors/code-app', { label: 'điện thoại' });
    const path = `/v1/session/second-factors/code-app/${begun.body.id}/confirm`;
    expect((await leader.send('POST', path, { code: codeOf(begun.body.secret) })).status).toBe(200);
    const again = await visitor(api.url, {}).send('POST', '/v1/session', { name: 'lãnh.đạo', password: PASSWORD });
    expect(again.body).toMatchObject({ wants: 'prove' });
  });
});
