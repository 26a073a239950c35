// Giving tasks to a colleague, with a word about where things stand.
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref, TaskSummary } from '../../shared/api/types';
import { read } from '../../shared/queries';
import { Avatar } from '../../shared/ui/faces';
import { type StaffOption, StaffSelect } from '../../shared/ui/StaffSelect';

interface HandOverProps {
  /** The titles of the tasks; the dialog is closed when there are none. */
  titles: string[];
  /** Who has them now, and so is not offered. */
  from?: string | undefined;
  onClose: () => void;
  onHandOver: (to: Ref, note: string | undefined) => void;
}

export function HandOver(props: HandOverProps) {
  return props.titles.length > 0 ? <HandOverDialog {...props} /> : null;
}

function HandOverDialog({ titles, from, onClose, onHandOver }: HandOverProps) {
  const { t } = useTranslation();
  const [to, setTo] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [isAsked, setAsked] = useState(false);
  const { data: summary } = useQuery(read<TaskSummary>('/tasks/summary'));
  const { data: colleagues = [] } = useQuery(read<StaffOption[]>('/staff/choices'));
  const loads = new Map(summary?.by_assignee.map((line) => [line.assignee.id, line]));
  const nearest = (summary?.by_assignee ?? [])
    .filter((line) => line.assignee.id !== from)
    .sort((one, other) => one.open - other.open)
    .slice(0, 6);
  const people = new Map<string, Ref>(
    [...colleagues, ...nearest.map((line) => line.assignee)].map((one) => [one.id, one]),
  );
  const load = to ? loads.get(to) : undefined;
  const submit = () => {
    setAsked(true);
    const person = to ? people.get(to) : undefined;
    if (person) onHandOver(person, note.trim() || undefined);
  };
  return (
    <Modal
      open
      width={440}
      title={titles.length === 1 ? t('tasks.handOver') : t('tasks.handOverMany', { count: titles.length })}
      okText={t('tasks.handOver')}
      onOk={submit}
      onCancel={onClose}
    >
      {titles.length === 1 && <p className="second hand-over-title">{titles[0]}</p>}
      <Form layout="vertical" onFinish={submit}>
        <Form.Item
          label={t('tasks.handOverTo')}
          required
          validateStatus={isAsked && !to ? 'error' : ''}
          help={
            load
              ? t('tasks.load', { open: load.open, overdue: load.overdue })
              : isAsked && !to && t('tasks.handOverMissing')
          }
        >
          <StaffSelect
            autoFocus
            value={to}
            onChange={setTo}
            style={{ width: '100%' }}
            aria-label={t('tasks.handOverTo')}
            known={to ? (people.get(to) ?? null) : null}
          />
        </Form.Item>
        {nearest.length > 0 && (
          <div className="nearest" role="group" aria-label={t('tasks.handOverTo')}>
            {nearest.map(({ assignee, open, overdue }) => (
              <button
                key={assignee.id}
                type="button"
                aria-pressed={assignee.id === to}
                title={t('tasks.load', { open, overdue })}
                onClick={() => setTo(assignee.id)}
              >
                <Avatar name={assignee.name} size={20} />
                {assignee.name}
                <span className={overdue > 0 ? 'late num' : 'muted num'}>{open}</span>
              </button>
            ))}
          </div>
        )}
        <Form.Item label={t('tasks.handOverNote')} style={{ marginBottom: 4 }}>
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 6 }}
            value={note}
            placeholder={t('tasks.handOverNoteHint')}
            aria-label={t('tasks.handOverNote')}
            onChange={(event) => setNote(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
