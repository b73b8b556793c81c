import { useLanguage } from '../../app/language';
import { Dialog } from '../../parts/dialog';
import type { ActName } from '../../parts/performed';
import { ActFormBody } from './act-form';
import { ACT_FORMS } from './act-forms';
import type { Dossier, Possible } from './act-values';

interface ActDialogProps {
  readonly dossier: Dossier;
  readonly possible: Possible;
  readonly onClose: () => void;
  readonly onDone: (act: string) => void;
}

/** One act, with what it asks for and what follows from it. */
export function ActDialog({ dossier, possible, onClose, onDone }: ActDialogProps) {
  const { of } = useLanguage();
  const form = ACT_FORMS[possible.act as ActName];
  if (!form) return null;
  return (
    <Dialog opened onClose={onClose} title={of(form.name)} guarded={form.fields.length > 0}>
      <ActFormBody dossier={dossier} possible={possible} form={form} onClose={onClose} onDone={() => onDone(of(form.name))} />
    </Dialog>
  );
}
