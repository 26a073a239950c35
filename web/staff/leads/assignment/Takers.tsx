// Those who take leads: their hours, how many they can have open, leave, and a break for today.
import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, Radio } from 'antd';
import { CalendarOff, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DayHours, LeadTaker, LeadTakerList } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { dateTime } from '../../../shared/format';
import { read } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { Person, Tag } from '../../../shared/ui/faces';
import { type PlainColumn, PlainTable } from '../../../shared/ui/PlainTable';
import { ErrorState } from '../../../shared/ui/states';
import { usePower, useRecordReason } from '../../session/session';
import { FormDrawer } from '../../settings/FormDrawer';
import { NewAbsence } from '../../tasks/Absences';
import { HoursEditor, USUAL_HOURS, useHoursWords } from './Hours';

type Row = LeadTaker & { id: string };

export function Takers({ store }: { store: string }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const hoursWords = useHoursWords();
  const takers = useQuery(read<LeadTakerList>('/lead-takers', { store }));
  const [edited, setEdited] = useState<LeadTaker | null>(null);
  const [isAway, setAway] = useState(false);
  if (takers.error && !takers.data) return <ErrorState failure={takers.error} onRetry={() => void takers.refetch()} />;
  const columns: PlainColumn<Row>[] = [
    { id: 'who', title: t('assignment.person'), cell: ({ staff }) => <Person person={staff} /> },
    {
      id: 'now',
      title: t('assignment.now'),
      cell: ({ passed_over, away_until }) =>
        passed_over ? (
          <span className="taker-now">
            <Tag tone="amber">{t(`assignment.over.${passed_over}`)}</Tag>
            {away_until && <span className="muted num">{t('assignment.until', { at: dateTime(away_until) })}</span>}
          </span>
        ) : (
          <Tag tone="green">{t('assignment.free')}</Tag>
        ),
    },
    {
      id: 'hours',
      title: t('assignment.hours'),
      isExtra: true,
      cell: ({ hours }) => (hours ? hoursWords(hours) : <span className="muted">{t('assignment.hoursOfStore')}</span>),
    },
    {
      id: 'open',
      title: t('assignment.openLeads'),
      alignsEnd: true,
      cell: ({ open_leads, capacity }) => (
        <span className="num">
          {open_leads}
          <span className="muted"> / {capacity ?? '∞'}</span>
        </span>
      ),
    },
    {
      id: 'deeds',
      title: '',
      width: 48,
      cell: (taker) => <Edit taker={taker} onEdit={() => setEdited(taker)} />,
    },
  ];
  return (
    <section className="card">
      <header>
        <h2>{t('assignment.people')}</h2>
        <div className="spring" />
        <Button icon={<CalendarOff size={14} />} disabled={reason('do_tasks') !== null} onClick={() => setAway(true)}>
          {t('absences.new')}
        </Button>
      </header>
      <p className="muted inside">{t('assignment.peopleHint')}</p>
      <div className="taker-frame">
        <PlainTable
          label={t('assignment.people')}
          columns={columns}
          rows={takers.data?.items.map((one) => ({ ...one, id: one.staff.id }))}
        />
      </div>
      {edited && <TakerDrawer key={edited.staff.id} taker={edited} onClose={() => setEdited(null)} />}
      {isAway && <NewAbsence onClose={() => setAway(false)} />}
    </section>
  );
}

function Edit({ taker, onEdit }: { taker: LeadTaker; onEdit: () => void }) {
  const { t } = useTranslation();
  const can = useRecordReason(taker.can);
  return (
    <Deed
      type="text"
      size="small"
      icon={<Pencil size={14} />}
      hint={t('assignment.editTaker', { name: taker.staff.name })}
      reason={can('set')}
      onClick={onEdit}
    />
  );
}

interface Words {
  own: boolean;
  hours: DayHours[];
  capacity: number | null;
}

function TakerDrawer({ taker, onClose }: { taker: LeadTaker; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <FormDrawer<Words>
      title={taker.staff.name}
      initial={{ own: taker.hours !== null, hours: taker.hours ?? USUAL_HOURS, capacity: taker.capacity ?? null }}
      touches={[['lead-takers'], ['assignment-rules']]}
      onClose={onClose}
      width={480}
      submit={({ own, hours, capacity }) =>
        api.put(
          `/lead-takers/${taker.staff.id}`,
          { hours: own ? hours : null, capacity: capacity ?? null },
          { version: taker.version },
        )
      }
    >
      <Form.Item name="capacity" label={t('assignment.capacity')} extra={t('assignment.capacityHint')}>
        <InputNumber min={0} max={1000} precision={0} placeholder={t('assignment.noBound')} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item name="own" label={t('assignment.hours')}>
        <Radio.Group
          options={[
            { value: false, label: t('assignment.hoursOfStore') },
            { value: true, label: t('assignment.hoursOwn') },
          ]}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['own']}>
        {({ getFieldValue }) =>
          getFieldValue('own') ? (
            <Form.Item name="hours">
              <HoursEditor />
            </Form.Item>
          ) : (
            <Form.Item name="hours" hidden>
              <HoursEditor />
            </Form.Item>
          )
        }
      </Form.Item>
    </FormDrawer>
  );
}
