import { userInfo } from 'node:os';

type Environment = Readonly<Record<string, string | undefined>>;

/** Root is nobody in particular: whoever has become root could be anybody. */
const ROOT = 0;

/**
 * Who runs the command, as the operating system knows the process: never by what its environment says. `os:lan` is
 * beyond doubt. Of root the log says "unproven", with what sudo tells of who called it, which root may have written.
 */
export function operatorOf(env: Environment, uid = effectiveUid(), nameOf = userName): string {
  if (uid === undefined) return 'os:unproven';
  const name = `os:${nameOf(uid)}`;
  if (uid !== ROOT) return name;
  const caller = env['SUDO_UID'];
  const hint = caller !== undefined && /^\d{1,10}$/.test(caller) ? `, sudo names uid ${caller}` : '';
  return `${name} (unproven${hint})`;
}

/** Undefined where the system has none. */
const effectiveUid = (): number | undefined => process.geteuid?.();

/** The system's name of the effective user; the number where it has none for it. */
function userName(uid: number): string {
  try {
    // Asks the system's own list of users, not the environment.
    const { username } = userInfo();
    return (
      username
        .normalize('NFC')
        .replace(/[^\p{L}\p{N}._@-]/gu, '?')
        .slice(0, 60) || `uid-${uid}`
    );
  } catch {
    return `uid-${uid}`;
  }
}
