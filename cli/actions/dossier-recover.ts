import { recoverDossier } from '../../gateway/recover-dossier';
import type { Context, Shown } from '../context';
import { valueOf } from '../exit';
import { atTheDesk } from '../sources/at-the-desk';
import { getDossier } from '../sources/dossier';

/** `dossier recover`: its workflow started again from the log. */
export async function dossierRecover(context: Context, options: { readonly replaceRunning?: boolean }, reference = ''): Promise<Shown> {
  return atTheDesk(context, async (desk) => {
    const { dossierId, code } = await getDossier(desk.db, reference);
    const recovered = valueOf(await recoverDossier(desk, dossierId, options));
    return {
      json: { code, ...recovered },
      text: () =>
        context.say({
          en: `${code ?? dossierId} goes on from event ${recovered.seq} of its log, in recovery epoch ${recovered.epoch}`,
          vi: `${code ?? dossierId} tiếp tục từ sự kiện ${recovered.seq} của nhật ký, kỳ khôi phục ${recovered.epoch}`,
        }),
    };
  });
}
