import { existsSync, readFileSync } from 'node:fs';
import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Installation } from '../../gateway/installation';
import { examine, fail, fine, text, warn } from './finding';
import type { Finding } from './finding';

export interface Room {
  readonly free: number;
  readonly whole: number;
}

const MB = 1024 ** 2;
const GB = 1024 ** 3;
const SCARCE = { part: 0.1, bytes: 2 * GB };
const FULL = { part: 0.02, bytes: 200 * MB };
const PROBE_BYTES = 64 * 1024;

const MAKE_ROOM = text(
  'make room on that disk, or move the directory to a larger one; with a full disk nothing is recorded',
  'giải phóng dung lượng hoặc chuyển thư mục sang đĩa lớn hơn; đĩa đầy thì không ghi được gì',
);

/**
 * Room where the installation and its PostgreSQL keep their files. A small file that is written shows what numbers
 * hide.
 */
export async function checkDisk({ dataDir }: Installation): Promise<Finding[]> {
  const postgres = postgresDirectory(dataDir);
  const found = await Promise.all([
    examine('disk.data', async () => [
      (await writeProbe(dataDir)) ?? roomFinding('disk.data', dataDir, await roomIn(dataDir)),
    ]),
    examine('disk.postgres', async () =>
      postgres === undefined ? [elsewhere()] : [roomFinding('disk.postgres', postgres, await roomIn(postgres))],
    ),
  ]);
  return found.flat();
}

const elsewhere = (): Finding =>
  fine('disk.postgres', text("PostgreSQL's files are not kept here", 'tệp của PostgreSQL không đặt tại đây'));

/** The embedded cluster's; undefined where PostgreSQL is somebody else's. */
function postgresDirectory(dataDir: string): string | undefined {
  const pointer = join(dataDir, 'postgres.place');
  const place = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(dataDir, 'postgres');
  return existsSync(place) ? place : undefined;
}

async function roomIn(directory: string): Promise<Room> {
  const { bavail, blocks, bsize } = await statfs(directory);
  return { free: bavail * bsize, whole: blocks * bsize };
}

export function roomFinding(check: string, directory: string, room: Room): Finding {
  const { free, whole } = room;
  const part = Math.floor((free / whole) * 100);
  const said = text(
    `${sizeOf(free)} (${part} %) are free where "${directory}" lies`,
    `còn trống ${sizeOf(free)} (${part} %) tại "${directory}"`,
  );
  if (isBelow(room, FULL)) return fail(check, said, MAKE_ROOM);
  return isBelow(room, SCARCE) ? warn(check, said, MAKE_ROOM) : fine(check, said);
}

const isBelow = ({ free, whole }: Room, { part, bytes }: typeof FULL): boolean => free < bytes || free / whole < part;

const sizeOf = (bytes: number): string =>
  bytes < GB ? `${Math.floor(bytes / MB)} MB` : `${(Math.floor((bytes / GB) * 10) / 10).toFixed(1)} GB`;

/** What is wrong where a file cannot be written; undefined where it can. */
async function writeProbe(dataDir: string): Promise<Finding | undefined> {
  const path = join(dataDir, `.doctor-${process.pid}`);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(Buffer.alloc(PROBE_BYTES, 1));
      await file.sync();
    } finally {
      await file.close();
    }
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Another user may look after the installation without being allowed to write there.
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return whyNotWritten(dataDir, code);
    const reason = code ?? message;
    return fail(
      'disk.data',
      text(`nothing can be written to "${dataDir}" (${reason})`, `không ghi được vào "${dataDir}" (${reason})`),
      MAKE_ROOM,
    );
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
}

const whyNotWritten = (dataDir: string, code: string): Finding =>
  warn(
    'disk.data',
    text(
      `this user may not write to "${dataDir}" (${code})`,
      `người dùng này không được ghi vào "${dataDir}" (${code})`,
    ),
    text('run it as the user who runs the installation', 'chạy bằng người dùng đang chạy hệ thống'),
  );
