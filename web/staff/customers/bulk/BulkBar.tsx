// The dark bar over the list: what can be done with all the chosen customers at once.
import { App } from 'antd';
import { CircleDot, Download, Tag, Tags, Trash2, UserRoundCheck, Wrench, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkChange, Field } from '../../../shared/api/types';
import type { Choice } from '../../../shared/choice';
import { api } from '../../../shared/client';
import { useCounted } from '../../../shared/counted';
import { number, count as writeCount } from '../../../shared/format';
import { useWrite } from '../../../shared/queries';
import { STAGES } from '../../../shared/ui/faces';
import { usePower } from '../../session/session';
import type { Question } from '../question';
import { BarButton, BarPick } from './BarPick';
import { BulkProgress } from './BulkProgress';
import './bulk.css';

type Kind = 'assign_consultant' | 'assign_advisor' | 'add_tag' | 'remove_tag' | 'set_stage' | 'delete';

interface PickedChange {
  kind: Kind;
  value: string | null;
}

interface Pick {
  kind: Kind;
  permission: string;
  icon: ReactNode;
  field: Field;
}

const PICKS: Pick[] = [
  {
    kind: 'assign_consultant',
    permission: 'assign_customers',
    icon: <UserRoundCheck size={14} />,
    field: fieldOf('consultant', 'staff'),
  },
  {
    kind: 'assign_advisor',
    permission: 'assign_customers',
    icon: <Wrench size={14} />,
    field: fieldOf('advisor', 'staff'),
  },
  { kind: 'add_tag', permission: 'tag_customers', icon: <Tag size={14} />, field: fieldOf('tag', 'tag') },
  { kind: 'remove_tag', permission: 'tag_customers', icon: <Tags size={14} />, field: fieldOf('tag', 'tag') },
  {
    kind: 'set_stage',
    permission: 'edit_customers',
    icon: <CircleDot size={14} />,
    field: fieldOf('stage', 'choice', STAGES),
  },
];

interface BulkBarProps {
  choice: Choice;
  question: Question;
  /** Opens the export of these rows; null is all results. */
  onExport: (ids: string[] | null) => void;
}

export function BulkBar({ choice, question, onExport }: BulkBarProps) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const { reason } = usePower();
  const [runningId, setRunningId] = useState<string>();
  const total = useCounted('/customers/count', question);
  const change = useWrite<PickedChange, BulkChange>({
    deed: (picked) =>
      api.post<BulkChange>('/bulk-changes', {
        about: 'customers',
        filters: question.filter,
        q: question.q,
        ids: choice.isAll ? undefined : [...choice.ids],
        change: picked,
      }),
    onDone: (started) => {
      setRunningId(started.id);
      choice.clear();
    },
  });
  if (choice.isEmpty) return runningId ? <BulkProgress id={runningId} onClose={() => setRunningId(undefined)} /> : null;

  const chosen = choice.isAll ? writeCount(total) : number(choice.ids.size);
  const hasMore = !choice.isAll && total !== undefined && (total.capped || total.count > choice.ids.size);
  const whyOf = (permission: string) => reason('bulk_edit_customers') ?? reason(permission);
  const remove = () =>
    modal.confirm({
      title: t('bulk.deleteConfirm', { count: choice.isAll ? (total?.count ?? 0) : choice.ids.size, words: chosen }),
      content: t('bulk.deleteHint'),
      okText: t('common.delete'),
      okButtonProps: { danger: true },
      onOk: () => change.mutateAsync({ kind: 'delete', value: null }),
    });
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t('bulk.title')}>
      <b className="num" aria-live="polite">
        {t(choice.isAll ? 'bulk.chosenAll' : 'bulk.chosen', { words: chosen, count: choice.ids.size })}
      </b>
      {hasMore && (
        <button type="button" className="all" onClick={choice.chooseAll}>
          {t('bulk.chooseAll', { words: writeCount(total) })}
        </button>
      )}
      <i className="line" />
      {PICKS.map(({ kind, permission, icon, field }) => (
        <BarPick
          key={kind}
          icon={icon}
          label={t(`bulk.${kind}`)}
          field={field}
          why={whyOf(permission)}
          onPick={(value) => change.mutate({ kind, value })}
        />
      ))}
      <BarButton
        icon={<Download size={14} />}
        label={t('export.button')}
        why={reason('export_customers')}
        onClick={() => onExport(choice.isAll ? null : [...choice.ids])}
      />
      <BarButton
        icon={<Trash2 size={14} />}
        label={t('common.delete')}
        why={whyOf('delete_customers')}
        onClick={remove}
      />
      <i className="line" />
      <button type="button" aria-label={t('bulk.clear')} onClick={choice.clear}>
        <X size={15} />
      </button>
    </div>
  );
}

function fieldOf(name: string, kind: Field['kind'], options: string[] = []): Field {
  return {
    name,
    kind,
    operators: ['is'],
    options,
    unit: 'plain',
    topic: 'basic',
    in_rules: false,
    sortable: false,
    column: false,
  };
}
