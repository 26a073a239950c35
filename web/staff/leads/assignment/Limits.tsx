// The limits of a store: within how many minutes, in which hours, who is told, how long a lead is protected.
import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, Radio, Switch } from 'antd';
import { Save } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DayHours, LeadLimits } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { dateTime } from '../../../shared/format';
import { read, useWrite } from '../../../shared/queries';
import { StaffSelect } from '../../../shared/ui/StaffSelect';
import { ErrorState, Skeleton } from '../../../shared/ui/states';
import { useRecordReason } from '../../session/session';
import { showAtFields } from '../../settings/FormDrawer';
import { HoursEditor, USUAL_HOURS } from './Hours';

interface Words {
  answer_minutes: number;
  has_hours: boolean;
  hours: DayHours[];
  warn_before_minutes: number | null;
  team_lead_id: string | null;
  manager_id: string | null;
  manager_after_minutes: number | null;
  protection_minutes: number | null;
  goes_to_next: boolean;
}

export function Limits({ store }: { store: string }) {
  const limits = useQuery(read<LeadLimits>(`/lead-limits/${store}`));
  if (limits.error && !limits.data) return <ErrorState failure={limits.error} onRetry={() => void limits.refetch()} />;
  if (!limits.data) return <Skeleton lines={9} />;
  return <LimitsForm key={limits.data.version} limits={limits.data} />;
}

function LimitsForm({ limits }: { limits: LeadLimits }) {
  const { t } = useTranslation();
  const can = useRecordReason(limits.can);
  const [form] = Form.useForm<Words>();
  const save = useWrite<Words, LeadLimits>({
    deed: ({ has_hours, hours, ...words }) =>
      api.put(
        `/lead-limits/${limits.store.id}`,
        { ...words, hours: has_hours ? hours : null, goes_to_next: words.goes_to_next ?? false },
        { version: limits.version },
      ),
    touches: () => [['lead-limits'], ['lead-takers'], ['assignment-rules'], ['lead-answers']],
    done: () => t('common.saved'),
    onProblem: (problem) => showAtFields(form, problem),
  });
  return (
    <Form<Words>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={can('set') !== null}
      initialValues={wordsOf(limits)}
      onFinish={(words) => save.mutate(words)}
      className="limits-form"
    >
      <section className="card">
        <header>
          <h2>{t('assignment.limit')}</h2>
          <span className="muted">
            {limits.changed_at
              ? t('assignment.setBy', { name: limits.changed_by?.name ?? '', at: dateTime(limits.changed_at) })
              : t('assignment.unset')}
          </span>
        </header>
        <div className="inside">
          <Minutes
            name="answer_minutes"
            label={t('assignment.answerMinutes')}
            extra={t('assignment.answerHint')}
            max={1440}
          />
          <Form.Item name="has_hours" label={t('assignment.clockRuns')} extra={t('assignment.clockHint')}>
            <Radio.Group
              options={[
                { value: false, label: t('assignment.aroundTheClock') },
                { value: true, label: t('assignment.inHours') },
              ]}
            />
          </Form.Item>
          <Shown by="has_hours">
            <Form.Item name="hours">
              <HoursEditor />
            </Form.Item>
          </Shown>
        </div>
      </section>
      <section className="card">
        <header>
          <h2>{t('assignment.ladder')}</h2>
        </header>
        <div className="inside">
          <p className="second">{t('assignment.ladderHint')}</p>
          <Minutes
            name="warn_before_minutes"
            label={t('assignment.warnBefore')}
            extra={t('assignment.warnHint')}
            max={1439}
            isOptional
          />
          <Form.Item name="team_lead_id" label={t('assignment.teamLead')} extra={t('assignment.teamLeadHint')}>
            <StaffSelect known={limits.team_lead ?? null} allowClear aria-label={t('assignment.teamLead')} />
          </Form.Item>
          <Minutes
            name="manager_after_minutes"
            label={t('assignment.managerAfter')}
            extra={t('assignment.managerAfterHint')}
            max={1440}
            isOptional
          />
          <Form.Item name="manager_id" label={t('assignment.storeManager')} extra={t('assignment.storeManagerHint')}>
            <StaffSelect known={limits.manager ?? null} allowClear aria-label={t('assignment.storeManager')} />
          </Form.Item>
        </div>
      </section>
      <section className="card">
        <header>
          <h2>{t('assignment.protection')}</h2>
        </header>
        <div className="inside">
          <p className="second">{t('assignment.protectionHint')}</p>
          <Minutes
            name="protection_minutes"
            label={t('assignment.protectionMinutes')}
            extra={t('assignment.protectionOff')}
            max={20160}
            isOptional
          />
          <Form.Item name="goes_to_next" label={t('assignment.goesToNext')} valuePropName="checked">
            <Switch />
          </Form.Item>
        </div>
      </section>
      <div className="form-foot">
        {can('set') && <span className="muted">{can('set')}</span>}
        <div className="spring" />
        <Button type="primary" htmlType="submit" icon={<Save size={14} />} loading={save.isPending}>
          {t('settings.save')}
        </Button>
      </div>
    </Form>
  );
}

interface MinutesProps {
  name: keyof Words;
  label: string;
  extra: string;
  max: number;
  isOptional?: boolean;
}

function Minutes({ name, label, extra, max, isOptional = false }: MinutesProps) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={name}
      label={label}
      extra={extra}
      rules={isOptional ? [] : [{ required: true, message: t('assignment.minutesMissing') }]}
    >
      <InputNumber
        min={1}
        max={max}
        precision={0}
        suffix={t('assignment.minutes')}
        placeholder={isOptional ? t('assignment.off') : ''}
        style={{ width: 180 }}
      />
    </Form.Item>
  );
}

function Shown({ by, children }: { by: keyof Words; children: ReactNode }) {
  return (
    <Form.Item noStyle dependencies={[by]}>
      {({ getFieldValue }) => <div hidden={!getFieldValue(by)}>{children}</div>}
    </Form.Item>
  );
}

function wordsOf(limits: LeadLimits): Words {
  return {
    answer_minutes: limits.answer_minutes,
    has_hours: limits.hours !== null && limits.hours !== undefined,
    hours: limits.hours ?? USUAL_HOURS,
    warn_before_minutes: limits.warn_before_minutes ?? null,
    team_lead_id: limits.team_lead?.id ?? null,
    manager_id: limits.manager?.id ?? null,
    manager_after_minutes: limits.manager_after_minutes ?? null,
    protection_minutes: limits.protection_minutes ?? null,
    goes_to_next: limits.goes_to_next,
  };
}
