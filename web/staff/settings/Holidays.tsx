// The days off and the weekends worked of a year, by which all clocks count that go by working days.
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, Modal, Popconfirm, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { CalendarPlus, ClipboardPaste, RotateCcw, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnnouncedDay, HolidaysReading, Holidays as Year } from '../../shared/api/types';
import { api } from '../../shared/client';
import { dateTime } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Tag } from '../../shared/ui/faces';
import { PageHead } from '../../shared/ui/PageHead';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import { useRecordReason } from '../session/session';
import { inOrder, withDay, withoutDay } from './holidays';

const DAY = 'YYYY-MM-DD';
/** The picker only adds: it holds no day of its own. */
const NOTHING: Dayjs | null = null;

export function Holidays() {
  const { t } = useTranslation();
  const [year, setYear] = useState(() => dayjs().year());
  const answer = useQuery(read<Year>('/holidays', { year }));
  const known = answer.data?.years ?? [];
  const choices = [...new Set([...known, dayjs().year(), dayjs().year() + 1, year])].sort((one, other) => other - one);
  return (
    <>
      <PageHead title={t('settings.section.holidays')}>
        <Select
          aria-label={t('holidays.year')}
          value={year}
          onChange={setYear}
          options={choices.map((one) => ({
            value: one,
            label: known.includes(one) ? one : t('holidays.unknown', { year: one }),
          }))}
        />
      </PageHead>
      <div className="page-body settings-cards">
        <p className="muted">{t('holidays.hint')}</p>
        {answer.error && !answer.data && <ErrorState failure={answer.error} onRetry={() => void answer.refetch()} />}
        {answer.data ? (
          <Days key={`${year} ${answer.data.version} ${answer.data.is_own}`} year={answer.data} />
        ) : (
          !answer.error && <Skeleton lines={8} />
        )}
      </div>
    </>
  );
}

function Days({ year }: { year: Year }) {
  const { t } = useTranslation();
  const can = useRecordReason(year.can);
  const [days, setDays] = useState<AnnouncedDay[]>(year.days);
  const [source, setSource] = useState(year.source ?? '');
  const [isPasting, setPasting] = useState(false);
  const touches = () => [['holidays'], ['person-requests']];
  const save = useWrite<void, Year>({
    deed: () => api.put<Year>(`/holidays/${year.year}`, { days, source }, { version: year.version }),
    touches,
    done: () => t('common.saved'),
  });
  const forget = useWrite<void>({
    deed: () => api.remove(`/holidays/${year.year}`, { version: year.version }),
    touches,
    done: () => t('holidays.forgotten'),
  });
  const isChanged = source !== (year.source ?? '') || JSON.stringify(days) !== JSON.stringify(year.days);
  const reason = can('set') ?? (source.trim() === '' ? t('holidays.sourceMissing') : null);
  return (
    <section className="card">
      <header>
        <h2>{t('holidays.of', { year: year.year, count: days.length })}</h2>
        <span className="muted">
          {year.is_own && year.changed_at
            ? t('holidays.own', { name: year.changed_by?.name ?? '', when: dateTime(year.changed_at) })
            : t(year.source ? 'holidays.shipped' : 'holidays.none')}
        </span>
      </header>
      <div className="inside">
        {can('set') === null && (
          <div className="holiday-deeds">
            <AddDay year={year.year} onAdd={(day) => setDays(withDay(days, day))} />
            <Button icon={<ClipboardPaste size={14} />} onClick={() => setPasting(true)}>
              {t('holidays.paste')}
            </Button>
          </div>
        )}
        <ul className="holiday-days" aria-label={t('holidays.of', { year: year.year, count: days.length })}>
          {days.map((one) => (
            <li key={one.day}>
              <span className="num">{dayjs(one.day).format('MM-DD ddd')}</span>
              <Tag tone={one.is_off ? 'green' : 'amber'}>{t(one.is_off ? 'holidays.off' : 'holidays.worked')}</Tag>
              <span className="cut">{one.name}</span>
              {can('set') === null && (
                <Button
                  type="text"
                  size="small"
                  icon={<Trash2 size={14} />}
                  aria-label={t('holidays.remove', { day: one.day })}
                  onClick={() => setDays(withoutDay(days, one.day))}
                />
              )}
            </li>
          ))}
        </ul>
        <Form layout="vertical" requiredMark={false}>
          <Form.Item label={t('holidays.source')} htmlFor="holiday-source" extra={t('holidays.sourceHint')}>
            <Input
              id="holiday-source"
              maxLength={300}
              disabled={can('set') !== null}
              value={source}
              onChange={({ target }) => setSource(target.value)}
            />
          </Form.Item>
        </Form>
        <div className="holiday-deeds">
          <Deed
            type="primary"
            icon={<Save size={14} />}
            reason={reason ?? (isChanged ? null : t('holidays.unchanged'))}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('common.save')}
          </Deed>
          {year.can.includes('forget') && (
            <Popconfirm title={t('holidays.forgetAsk')} onConfirm={() => forget.mutate()}>
              <Button icon={<RotateCcw size={14} />} loading={forget.isPending}>
                {t('holidays.forget')}
              </Button>
            </Popconfirm>
          )}
        </div>
      </div>
      {isPasting && (
        <Paste
          year={year.year}
          onClose={() => setPasting(false)}
          onRead={(found) => {
            setDays(inOrder(found));
            setPasting(false);
          }}
        />
      )}
    </section>
  );
}

function AddDay({ year, onAdd }: { year: number; onAdd: (day: AnnouncedDay) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  return (
    <>
      <Input
        className="holiday-name"
        aria-label={t('holidays.name')}
        placeholder={t('holidays.name')}
        maxLength={40}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <DatePicker
        aria-label={t('holidays.add')}
        placeholder={t('holidays.add')}
        suffixIcon={<CalendarPlus size={14} />}
        value={NOTHING}
        defaultPickerValue={dayjs(`${year}-01-01`)}
        minDate={dayjs(`${year}-01-01`)}
        maxDate={dayjs(`${year}-12-31`)}
        onChange={(day: Dayjs | null) => {
          if (!day) return;
          // A weekend that is announced is worked in exchange; a weekday that is announced is off.
          onAdd({ day: day.format(DAY), is_off: ![0, 6].includes(day.day()), name: name.trim() });
        }}
      />
    </>
  );
}

function Paste({
  year,
  onRead,
  onClose,
}: {
  year: number;
  onRead: (days: AnnouncedDay[]) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [unread, setUnread] = useState<HolidaysReading['unread']>([]);
  const reading = useWrite<void, HolidaysReading>({
    deed: () => api.post<HolidaysReading>('/holidays/readings', { year, text }),
    touches: () => [],
    onDone: (found) => {
      if (found.unread.length === 0 && found.days.length > 0) onRead(found.days);
      else setUnread(found.unread);
    },
  });
  const found = reading.data?.days ?? [];
  return (
    <Modal
      open
      title={t('holidays.pasteTitle', { year })}
      onCancel={onClose}
      okText={found.length > 0 && unread.length > 0 ? t('holidays.take', { count: found.length }) : t('holidays.read')}
      confirmLoading={reading.isPending}
      okButtonProps={{ disabled: text.trim() === '' }}
      onOk={() => (found.length > 0 && unread.length > 0 ? onRead(found) : reading.mutate())}
    >
      <p className="muted">{t('holidays.pasteHint')}</p>
      <Input.TextArea
        aria-label={t('holidays.pasteTitle', { year })}
        autoSize={{ minRows: 8, maxRows: 16 }}
        maxLength={20000}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setUnread([]);
          reading.reset();
        }}
      />
      {reading.data && found.length === 0 && <p className="late">{t('holidays.nothing', { year })}</p>}
      {unread.length > 0 && (
        <ul className="late">
          {unread.map(({ line, words }) => (
            <li key={line}>{t('holidays.unread', { line, words })}</li>
          ))}
        </ul>
      )}
    </Modal>
  );
}
