// Who is away and who stands in: named above the lists, entered in the side panel, ended with a click.
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, Tooltip } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { CalendarOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AbsenceView, Page } from '../../shared/api/types';
import { api } from '../../shared/client';
import { dateTime } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { Avatar } from '../../shared/ui/faces';
import { StaffSelect } from '../../shared/ui/StaffSelect';
import { usePower, useSession } from '../session/session';
import { FormDrawer } from '../settings/FormDrawer';
import './absences.css';

/** Absences that run or are to come; of oneself only, or of everybody one sees. */
export function Absences({ whose }: { whose: 'mine' | 'all' }) {
  const { t } = useTranslation();
  const { staff } = useSession();
  const { data } = useQuery(read<Page<AbsenceView>>('/absences', { limit: 100 }));
  const concerns = ({ staff: away, stand_in }: AbsenceView) => away.id === staff.id || stand_in.id === staff.id;
  const absences = (data?.items ?? []).filter((absence) => whose === 'all' || concerns(absence));
  if (absences.length === 0) return null;
  return (
    <ul className="absences" aria-label={t('absences.title')}>
      {absences.map((absence) => (
        <Line key={absence.id} absence={absence} />
      ))}
    </ul>
  );
}

function Line({ absence }: { absence: AbsenceView }) {
  const { t } = useTranslation();
  const { staff, stand_in, from, until, reason, is_running } = absence;
  const end = useWrite({
    deed: () => api.put<AbsenceView>(`/absences/${absence.id}/end`),
    touches: () => [['absences'], ['tasks'], ['home']],
    done: () => t('absences.ended', { name: staff.name }),
  });
  const names = { name: staff.name, standIn: stand_in.name };
  return (
    <li className={is_running ? 'running' : ''}>
      <CalendarOff size={15} aria-hidden />
      <Avatar name={staff.name} size={20} />
      <span>
        <b>{t(is_running ? 'absences.away' : 'absences.coming', names)}</b>{' '}
        <span className="muted num">
          {dateTime(from)} – {dateTime(until)}
          {reason && ` · ${reason}`}
        </span>
      </span>
      {absence.can.includes('end') && (
        <Button size="small" loading={end.isPending} onClick={() => end.mutate()}>
          {t(is_running ? 'absences.end' : 'absences.callOff')}
        </Button>
      )}
    </li>
  );
}

interface Words {
  staff_id?: string | null;
  stand_in_id?: string | null;
  span: [Dayjs, Dayjs];
  reason?: string;
}

/** Says that somebody will be away: oneself, or a colleague whose tasks one hands over. */
export function NewAbsence({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { staff } = useSession();
  const { reason } = usePower();
  const tomorrow = dayjs().add(1, 'day').startOf('day');
  return (
    <FormDrawer<Words>
      title={t('absences.new')}
      initial={{ staff_id: staff.id, span: [tomorrow, tomorrow.add(1, 'day').subtract(1, 'minute')] }}
      reason={reason('do_tasks')}
      touches={[['absences'], ['tasks'], ['home']]}
      onClose={onClose}
      submit={({ staff_id, stand_in_id, span: [from, until], reason: why }) =>
        api.post('/absences', {
          ...(staff_id && staff_id !== staff.id ? { staff_id } : {}),
          stand_in_id,
          from: from.toISOString(),
          until: until.toISOString(),
          ...(why?.trim() ? { reason: why.trim() } : {}),
        })
      }
    >
      <p className="second">{t('absences.hint')}</p>
      <Form.Item name="staff_id" label={t('absences.who')} extra={reason('assign_tasks')}>
        <StaffSelect
          known={staff}
          allowClear={false}
          disabled={reason('assign_tasks') !== null}
          aria-label={t('absences.who')}
        />
      </Form.Item>
      <Form.Item
        name="span"
        label={t('absences.when')}
        rules={[{ required: true, message: t('absences.whenMissing') }]}
      >
        <DatePicker.RangePicker
          showTime={{ format: 'HH:mm', minuteStep: 30 }}
          format="YYYY-MM-DD HH:mm"
          allowClear={false}
          style={{ width: '100%' }}
        />
      </Form.Item>
      <Form.Item
        name="stand_in_id"
        label={t('absences.standIn')}
        rules={[{ required: true, message: t('absences.standInMissing') }]}
      >
        <StaffSelect aria-label={t('absences.standIn')} />
      </Form.Item>
      <Form.Item name="reason" label={t('absences.reason')}>
        <Input maxLength={200} placeholder={t('absences.reasonHint')} />
      </Form.Item>
    </FormDrawer>
  );
}

/** Beside a task that one does for somebody else. */
export function StandingIn({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <Tooltip title={t('absences.standingInHint', { name })}>
      <span className="standing-in">{t('absences.standingIn', { name })}</span>
    </Tooltip>
  );
}
