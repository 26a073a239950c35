// When messages of each purpose may be sent, and how many one customer is sent.
import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SendingRuleView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { listing } from '../../../shared/format';
import { read } from '../../../shared/queries';
import { PlainTable } from '../../../shared/ui/PlainTable';
import { ErrorState } from '../../../shared/ui/states';
import { FormDrawer } from '../FormDrawer';

export function Limits() {
  const { t } = useTranslation();
  const rules = useQuery(read<SendingRuleView[]>('/sending-rules'));
  const [open, setOpen] = useState<SendingRuleView | null>(null);
  const rows = rules.data?.map((rule) => ({ ...rule, id: rule.purpose }));
  return (
    <section className="card" aria-label={t('channels.limits')}>
      <header>
        <h2>{t('channels.limits')}</h2>
      </header>
      <div className="inside">
        <p className="second">{t('channels.limitsHint')}</p>
        {rules.error && !rules.data && <ErrorState failure={rules.error} onRetry={() => void rules.refetch()} />}
      </div>
      <PlainTable
        label={t('channels.limits')}
        rows={rows}
        onOpen={setOpen}
        columns={[
          {
            id: 'purpose',
            title: t('messagePurpose.label'),
            cell: (rule) => (
              <button type="button" className="cell-button" onClick={() => setOpen(rule)}>
                <b>{t(`messagePurpose.${rule.purpose}`)}</b>
              </button>
            ),
          },
          { id: 'hours', title: t('channels.hours'), cell: (rule) => <span className="num">{hours(rule, t)}</span> },
          { id: 'caps', title: t('channels.caps'), cell: (rule) => <span className="num">{caps(rule, t)}</span> },
          {
            id: 'consent',
            title: t('channels.needsConsent'),
            isExtra: true,
            cell: (rule) => t(rule.needs_consent ? 'common.yes' : 'common.no'),
          },
        ]}
      />
      {open && <LimitsForm rule={open} onClose={() => setOpen(null)} />}
    </section>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function hours({ limits }: SendingRuleView, t: Translate): string {
  const { from_minute: from, until_minute: until } = limits;
  if (from === null || from === undefined || until === null || until === undefined) return t('channels.always');
  return `${clock(from)}–${clock(until)}`;
}

function caps({ limits }: SendingRuleView, t: Translate): string {
  const words = (limits.caps ?? []).map((cap) => t('channels.cap', { count: cap.messages_max, days: cap.days }));
  return words.length > 0 ? listing(words) : t('channels.noCaps');
}

function clock(minute: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

interface Words {
  hours: [Dayjs, Dayjs] | null;
  caps: { messages_max: number; days: number }[];
}

function LimitsForm({ rule, onClose }: { rule: SendingRuleView; onClose: () => void }) {
  const { t } = useTranslation();
  const { from_minute: from, until_minute: until, caps: known } = rule.limits;
  const at = (minute: number) => dayjs().startOf('day').add(minute, 'minute');
  const begun = typeof from === 'number' && typeof until === 'number';
  return (
    <FormDrawer<Words>
      title={t('channels.editLimits', { purpose: t(`messagePurpose.${rule.purpose}`) })}
      // The last minute of a day stands for its end: a clock shows no 24:00.
      initial={{ hours: begun ? [at(from), at(Math.min(until, 1_439))] : null, caps: known ?? [] }}
      submit={(words) =>
        api.put(
          `/sending-rules/${rule.purpose}`,
          {
            from_minute: words.hours ? minuteOf(words.hours[0]) : null,
            until_minute: words.hours ? endOf(words.hours[1]) : null,
            caps: words.caps,
          },
          { version: rule.version },
        )
      }
      touches={[['sending-rules']]}
      onClose={onClose}
    >
      <Form.Item name="hours" label={t('channels.hours')}>
        <TimePicker.RangePicker
          format="HH:mm"
          minuteStep={5}
          allowClear
          placeholder={[t('channels.anyTime'), t('channels.anyTime')]}
        />
      </Form.Item>
      <Form.List name="caps">
        {(fields, { add, remove }) => (
          <div className="caps">
            <span className="caps-title">{t('channels.caps')}</span>
            {fields.map((field) => (
              <div key={field.key} className="cap">
                <Form.Item name={[field.name, 'days']} label={t('channels.capDays')} rules={[{ required: true }]}>
                  <InputNumber min={1} max={366} />
                </Form.Item>
                <Form.Item
                  name={[field.name, 'messages_max']}
                  label={t('channels.capMessages')}
                  rules={[{ required: true }]}
                >
                  <InputNumber min={0} max={1_000} />
                </Form.Item>
                <Button
                  type="text"
                  aria-label={t('channels.removeCap')}
                  icon={<Trash2 size={14} />}
                  onClick={() => remove(field.name)}
                />
              </div>
            ))}
            {fields.length < 5 && (
              <Button icon={<Plus size={14} />} onClick={() => add({ days: 7, messages_max: 2 })}>
                {t('channels.addCap')}
              </Button>
            )}
          </div>
        )}
      </Form.List>
    </FormDrawer>
  );
}

function minuteOf(time: Dayjs): number {
  return time.hour() * 60 + time.minute();
}

function endOf(time: Dayjs): number {
  const minute = minuteOf(time);
  return minute === 1_439 ? 1_440 : minute;
}
