import type { Installation } from '../../gateway/installation';
import { examine, fail, fine, text, warn } from './finding';
import type { Finding } from './finding';

const ANSWER_MS = 4_000;
/** The header tells whole seconds. */
const CLOCK_TOLERANCE_MS = 3_000;

const START = text(
  'run "npm start"; if it does not come up, log/api.log in the data directory says why',
  'chạy "npm start"; nếu không lên, xem log/api.log trong thư mục dữ liệu',
);

/** The HTTP API: whether it answers, and whether its clock, from which official stamps come, is right. */
export async function checkApi({ apiPort }: Installation): Promise<readonly Finding[]> {
  if (!apiPort) return [fine('api', text('this installation has no HTTP API', 'hệ thống này không có HTTP API'))];
  const address = `http://127.0.0.1:${apiPort}`;
  return examine('api', async () => {
    const before = Date.now();
    const answer = await ask(`${address}/healthz`);
    if (typeof answer === 'string') {
      return [
        fail(
          'api',
          text(
            `the HTTP API does not answer at ${address} (${answer})`,
            `HTTP API không trả lời tại ${address} (${answer})`,
          ),
          START,
        ),
      ];
    }
    const theirs = Date.parse(answer.headers.get('date') ?? '');
    const answers = fine('api', text(`the HTTP API answers at ${address}`, `HTTP API trả lời tại ${address}`));
    const clock = Number.isNaN(theirs) ? [] : [clockFinding(theirs - (before + Date.now()) / 2)];
    return [answers, ...clock, ...proxyFindings(answer.headers)];
  });
}

/**
 * Behind a proxy that is not believed everybody has one address, and an office shares what one person may try. A
 * stranger can send the header too, so that this is never more than a warning.
 */
export const proxyFindings = (headers: Headers): readonly Finding[] =>
  headers.get('x-untrusted-proxy') === null
    ? []
    : [
        warn(
          'api-proxy',
          text(
            'most requests come with X-Forwarded-For, which is not believed: ' +
              'behind a proxy all people share the sign-ins of one address',
            'phần lớn yêu cầu kèm X-Forwarded-For nhưng không được tin: ' +
              'nếu có proxy, mọi người dùng chung giới hạn đăng nhập của một địa chỉ',
          ),
          text(
            'if a proxy stands in front, set LIENTHONG_TRUST_PROXY to its address and start again; ' +
              'if none does, somebody makes it up, and nothing is to be done',
            'nếu có proxy phía trước, hãy đặt LIENTHONG_TRUST_PROXY là địa chỉ của nó rồi khởi động lại; ' +
              'nếu không, có người gửi giả và không cần làm gì',
          ),
        ),
      ];

/** The answer, or why there is none. */
async function ask(address: string): Promise<Response | string> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'manual' });
    await answer.arrayBuffer();
    return answer.ok ? answer : `status ${answer.status}`;
  } catch (error) {
    const { name, message, cause } = error as Error;
    if (name === 'TimeoutError') return `no answer within ${ANSWER_MS / 1000} s`;
    return (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
  }
}

export function clockFinding(difference: number): Finding {
  const seconds = Math.round(difference / 1000);
  if (Math.abs(difference) <= CLOCK_TOLERANCE_MS) {
    return fine('api-clock', text("the API's clock is this host's", 'đồng hồ của API khớp với máy này'));
  }
  return fail(
    'api-clock',
    text(
      `the API's clock is ${seconds} s away from this host's; acts and deadlines are stamped with it`,
      `đồng hồ của API lệch ${seconds} s so với máy này; thao tác và thời hạn được ghi theo đồng hồ đó`,
    ),
    text(
      'stop the installation, set the clock by NTP, and start again',
      'dừng hệ thống, chỉnh đồng hồ bằng NTP rồi khởi động lại',
    ),
  );
}
