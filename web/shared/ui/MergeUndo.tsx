// Taking a merge back where it is spoken of: in the timeline, in the list of merges.
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { Split } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '../client';
import { read, useWrite } from '../queries';

/** Of customers, or of cars: the path of the endpoint. */
export type MergeKind = 'merges' | 'vehicle-merges';

/** What both kinds have. */
interface Undoable {
  id: string;
  can: string[];
}

interface MergeUndoProps {
  kind: MergeKind;
  id: string;
  onUndone?: (() => void) | undefined;
}

/** Reads first whether it may be undone; shows nothing when not. */
export function MergeUndo({ kind, id, onUndone }: MergeUndoProps) {
  const { data } = useQuery(read<Undoable>(`/${kind}/${id}`));
  return data?.can.includes('undo') ? <UndoButton kind={kind} merge={data} onUndone={onUndone} /> : null;
}

interface UndoButtonProps {
  kind: MergeKind;
  merge: Undoable;
  onUndone?: (() => void) | undefined;
}

export function UndoButton({ kind, merge, onUndone }: UndoButtonProps) {
  const { t } = useTranslation();
  const undo = useUndoMerge(kind, onUndone);
  return (
    <Popconfirm
      title={t('merge.undoConfirm')}
      description={
        <div className="merge-undo-hint">{t(kind === 'merges' ? 'merge.undoHint' : 'merge.undoHintOfCars')}</div>
      }
      okText={t('merge.undo')}
      onConfirm={() => undo.mutate(merge.id)}
    >
      <Button size="small" loading={undo.isPending} icon={<Split size={13} />} className="merge-undo">
        {t('merge.undo')}
      </Button>
    </Popconfirm>
  );
}

export function useUndoMerge(kind: MergeKind, onUndone?: () => void) {
  const { t } = useTranslation();
  return useWrite<string, Undoable>({
    deed: (id) => api.put<Undoable>(`/${kind}/${id}/undo`),
    touches: () => [['customers'], ['merges'], ['vehicle-merges'], ['vehicles'], ['tasks'], ['messages']],
    done: () => t('merge.undone'),
    ...(onUndone ? { onDone: onUndone } : {}),
  });
}
