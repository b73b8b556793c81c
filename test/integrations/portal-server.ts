import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PORTAL_ENDPOINTS, PORTAL_SERVICES, PortalDossier, PortalLogin, PortalProgress, PortalRequest } from '../../contracts/national-portal';
import type { PortalSettings } from '../../integrations/national-portal/portal-client';

/** A national portal that keeps to its contract and is strict about it. */
export interface PortalServer {
  readonly settings: PortalSettings;
  /** Every state of a dossier that the portal took, in the order in which it took them. */
  readonly told: (code: string) => readonly PortalDossier[];
  readonly rows: (code: string) => readonly PortalProgress[];
  readonly codes: () => readonly string[];
  /** What came in: service, isUpdating, number of items, answer. */
  readonly calls: string[];
  readonly logins: () => number;
  expireSessions(): void;
  /** As after a restoration: it has lost this dossier. */
  forget(code: string): void;
  /** Unreachable, failing, or refusing whatever comes with this sentence. */
  mood: 'well' | 'gone' | 'failing' | { readonly refuses: string };
  close(): Promise<void>;
}

const DSTCODE = 'VN:GOV:000.00.00.G22:vpcpdvcqg';
const UNIT = 'H35';
const [USERNAME, PASSWORD] = ['lai-chau', 'a secret of the portal'];
const MOST_ROWS = 10;

export async function startPortalServer(): Promise<PortalServer> {
  const sessions = new Set<string>();
  const dossiers = new Map<string, PortalDossier[]>();
  const progress = new Map<string, PortalProgress[]>();
  let logins = 0;
  const ok = { error_code: '00', message: 'Thành công', result: null };
  const refuse = (error_code: string, message: string) => ({ error_code, message, result: null });

  const upsert = (data: readonly unknown[], updating: boolean): object => {
    for (const dossier of data.map((item) => PortalDossier.parse(item))) {
      const there = dossiers.get(dossier.MaHoSo);
      if (there && !updating) return refuse('-1', `Hồ sơ ${dossier.MaHoSo} đã tồn tại`);
      if (!there && updating) return refuse('-1', `Hồ sơ ${dossier.MaHoSo} không tồn tại`);
      dossiers.set(dossier.MaHoSo, [...(there ?? []), dossier]);
    }
    return ok;
  };
  const append = (data: readonly unknown[]): object => {
    if (data.length > MOST_ROWS) return refuse('-3', 'Quá số lượng bản ghi cho phép');
    for (const row of data.map((item) => PortalProgress.parse(item))) {
      if (!dossiers.has(row.MaHoSo)) return refuse('-1', 'Không tìm thấy hồ sơ');
      const rows = progress.get(row.MaHoSo) ?? [];
      // The same row again is the same row.
      if (!rows.some((other) => JSON.stringify(other) === JSON.stringify(row))) progress.set(row.MaHoSo, [...rows, row]);
    }
    return ok;
  };

  const answer = (path: string, body: unknown): object => {
    if (path === `/adapter/${PORTAL_ENDPOINTS.login}`) {
      logins += 1;
      const { username, password } = PortalLogin.parse(body);
      if (username !== USERNAME || password !== PASSWORD) return refuse('3', 'Sai tài khoản hoặc mật khẩu');
      const session = randomUUID();
      sessions.add(session);
      return { error_code: 0, message: '', session };
    }
    const request = PortalRequest.parse(body);
    const taken = !sessions.has(request.session)
      ? refuse('-1', 'Phiên làm việc không hợp lệ')
      : request.madonvi !== UNIT
        ? refuse('3', 'Đơn vị không có quyền')
        : typeof portal.mood === 'object'
          ? refuse('-1', portal.mood.refuses)
          : request.service === PORTAL_SERVICES.dossier
            ? upsert(request.data, request.isUpdating === 'True')
            : append(request.data);
    portal.calls.push(`${request.service} ${request.isUpdating} ${request.data.length} ${(taken as { error_code: string }).error_code}`);
    return taken;
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (portal.mood === 'gone') return request.socket.destroy();
      if (portal.mood === 'failing') return response.writeHead(503).end('Service Unavailable');
      try {
        if (request.headers['dstcode'] !== DSTCODE || request.method !== 'POST') throw new Error('not for us');
        const reply = answer(request.url ?? '', JSON.parse(Buffer.concat(chunks).toString('utf8')));
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(reply));
      } catch (error) {
        response.writeHead(400).end(String(error));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const portal: PortalServer = {
    settings: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/adapter/`, dstcode: DSTCODE, unit: UNIT, username: USERNAME, password: PASSWORD },
    told: (code) => dossiers.get(code) ?? [],
    rows: (code) => progress.get(code) ?? [],
    codes: () => [...dossiers.keys()],
    calls: [],
    logins: () => logins,
    expireSessions: () => sessions.clear(),
    forget: (code) => void dossiers.delete(code),
    mood: 'well',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return portal;
}
