import { startTestApi } from './environment';
import type { TestApi } from './environment';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00', perMinute: 240 });
});
afterAll(() => api.close());

test('who guesses at receipts is held up after a few tries, whatever they try next; other routes stay open', async () => {
  const tries = [];
  for (let n = 0; n < 6; n++) tries.push(await api.anonymous.get(`/v1/tracking/H35.41.01.01-220314-000${n}`, { 'x-tracking-secret': '0000-0000-0000' }));
  expect(tries.map(({ status }) => status)).toEqual([404, 404, 404, 404, 429, 429]);
  expect(tries[5]!.body).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect(Number(tries[5]!.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await api.anonymous.get('/v1/public/statistics')).status).toBe(200);
});

test('the page counts with it: its forms are tries, too, and who is held up reads why on it', async () => {
  const answer = await fetch(`${api.url}/tracking`, { method: 'POST', body: new URLSearchParams({ code: 'H35.41.01.01-220314-0001', secret: '0000-0000-0000' }) });
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await answer.text()).toContain('Quá nhiều yêu cầu');
  expect((await api.anonymous.get('/tracking')).status).toBe(200);
});
