// How far a change of many customers has come, what came of it, and the way back.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, LoaderCircle, TriangleAlert, Undo2, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkChange } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { listing, number } from '../../../shared/format';
import { read, useWrite } from '../../../shared/queries';

const POLL_MS = 400;

export function BulkProgress({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const path = `/bulk-changes/${id}`;
  const { data: change } = useQuery({
    ...read<BulkChange>(path),
    refetchInterval: ({ state }) => (isMoving(state.data) ? POLL_MS : false),
  });
  const undo = useWrite<void, BulkChange>({
    deed: () => api.put<BulkChange>(`${path}/undo`),
    touches: () => [['bulk-changes', id]],
  });
  const state = change?.state;
  useEffect(() => {
    if (state === 'done' || state === 'undone') void client.invalidateQueries({ queryKey: ['customers'] });
  }, [state, client]);
  if (!change) return null;
  const sentence = t(`bulk.state.${change.state}`, { done: number(change.done), total: number(change.total) });
  const left = [
    change.skipped > 0 && t('bulk.skipped', { count: change.skipped }),
    change.failed > 0 && t('bulk.failed', { count: change.failed }),
  ].filter((words): words is string => typeof words === 'string');
  return (
    <div className="bulk-bar progress" role="status">
      <StateIcon change={change} />
      <b className="num">{t(`bulk.${change.change.kind}`, { defaultValue: t('common.delete') })}</b>
      <span className="num">{sentence}</span>
      {left.length > 0 && <span className="left num">{listing(left)}</span>}
      {change.error && <span className="left">{change.error}</span>}
      {change.can.includes('undo') && (
        <button type="button" disabled={undo.isPending} onClick={() => undo.mutate()}>
          <Undo2 size={14} />
          <span>{t('common.undo')}</span>
        </button>
      )}
      <button type="button" aria-label={t('common.close')} onClick={onClose}>
        <X size={15} />
      </button>
      {isMoving(change) && (
        <i className="fill" style={{ width: `${(change.done / Math.max(1, change.total)) * 100}%` }} />
      )}
    </div>
  );
}

function StateIcon({ change }: { change: BulkChange }) {
  if (isMoving(change)) return <LoaderCircle size={15} className="turning" />;
  return change.state === 'failed' ? <TriangleAlert size={15} /> : <Check size={15} />;
}

function isMoving(change: BulkChange | undefined): boolean {
  return change === undefined || ['waiting', 'running', 'undoing'].includes(change.state);
}
