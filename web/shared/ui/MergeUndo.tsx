// Taking a merge back where it is spoken of: in the timeline, in the list of merges.
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { Split } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Merge } from '../api/types';
import { api } from '../client';
import { read, useWrite } from '../queries';

interface MergeUndoProps {
  id: string;
  onUndone?: (() => void) | undefined;
}

/** Reads first whether it may be undone; shows nothing when not. */
export function MergeUndo({ id, onUndone }: MergeUndoProps) {
  const { data } = useQuery(read<Merge>(`/merges/${id}`));
  return data?.can.includes('undo') ? <UndoButton merge={data} onUndone={onUndone} /> : null;
}

export function UndoButton({ merge, onUndone }: { merge: Merge; onUndone?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const undo = useUndoMerge(onUndone);
  return (
    <Popconfirm
      title={t('merge.undoConfirm')}
      description={<div className="merge-undo-hint">{t('merge.undoHint')}</div>}
      okText={t('merge.undo')}
      onConfirm={() => undo.mutate(merge.id)}
    >
      <Button size="small" loading={undo.isPending} icon={<Split size={13} />} className="merge-undo">
        {t('merge.undo')}
      </Button>
    </Popconfirm>
  );
}

export function useUndoMerge(onUndone?: () => void) {
  const { t } = useTranslation();
  return useWrite<string, Merge>({
    deed: (id) => api.put<Merge>(`/merges/${id}/undo`),
    touches: () => [['customers'], ['merges'], ['vehicles'], ['tasks'], ['messages']],
    done: () => t('merge.undone'),
    ...(onUndone ? { onDone: onUndone } : {}),
  });
}
