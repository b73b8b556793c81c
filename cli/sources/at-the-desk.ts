import { isGrpcDeadlineError, isGrpcServiceError } from '@temporalio/client';
import { openDesk, withActDeadline } from '../../gateway/open-desk';
import type { OpenDesk } from '../../gateway/open-desk';
import type { Context } from '../context';
import { Failed } from '../exit';
import { logCommand } from '../logged';
import { installationFor, requireDatabase, requireTemporal } from './installation';
import { within } from './patience';
import { SILENT, notReady } from './records';

/** Opens a desk on the installation, does the work and closes it. Both servers must answer. */
export async function atTheDesk<T>(context: Context, work: (desk: OpenDesk) => Promise<T>): Promise<T> {
  const installation = installationFor(context);
  await Promise.all([requireDatabase(installation), requireTemporal(installation)]);
  const desk = await within(6_000, openDesk(installation, context.env).catch(notReady), SILENT);
  try {
    await logCommand(context, desk.db, desk.clock.now()).catch(notReady);
    return await work(desk);
  } finally {
    await Promise.race([desk.close(), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
  }
}

/**
 * Puts one act before the engine, and waits for "recorded" as long as TIMEOUTS.act. `again` tells how to ask for the same act once more: an act
 * that was received is not lost, and the same id never does it twice.
 */
export async function put<T>(desk: OpenDesk, again: string, act: () => Promise<T>): Promise<T> {
  try {
    return await withActDeadline(desk, act);
  } catch (error) {
    const silent = isGrpcDeadlineError(error) || (error instanceof Error && error.name === 'WorkflowUpdateRPCTimeoutOrCancelledError');
    if (!silent && !isGrpcServiceError(error)) throw error;
    const reason = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : '';
    throw new Failed(
      {
        en: `Temporal did not say "recorded" in time (${reason}); the act may still be done. Is a worker running? "lienthong doctor" says. Repeat with ${again}: the same act is never done twice`,
        vi: `Temporal chưa báo "đã ghi nhận" kịp thời (${reason}); thao tác vẫn có thể được thực hiện. Kiểm tra bằng "lienthong doctor", rồi lặp lại với ${again}: cùng một thao tác không bao giờ làm hai lần`,
      },
      { cause: error },
    );
  }
}
