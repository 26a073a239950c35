// What good data are to the group: what each gap costs.
import { useQuery } from '@tanstack/react-query';
import { Form, InputNumber, Switch } from 'antd';
import { Save } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { QualitySettingsView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { forgetFaults } from '../../shared/ui/formFaults';
import { PageHead } from '../../shared/ui/PageHead';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import '../quality/quality.css';
import { usePower } from '../session/session';
import { showAtFields } from './FormDrawer';

export function Quality() {
  const { t } = useTranslation();
  const settings = useQuery(read<QualitySettingsView>('/quality/settings'));
  if (settings.data) return <Weights key={settings.data.version} settings={settings.data} />;
  return (
    <>
      <PageHead title={t('settings.section.quality')} />
      <div className="page-body settings-cards">
        {settings.error ? (
          <ErrorState failure={settings.error} onRetry={() => void settings.refetch()} />
        ) : (
          <Skeleton lines={8} />
        )}
      </div>
    </>
  );
}

interface Words {
  missing: Record<string, number>;
  doubts: Record<string, number>;
  completeness_share: number;
  customers_per_phone_max: number;
  audits_begin_by_themselves: boolean;
  audit_score_below: number;
  audit_per_person_per_day: number;
  calls_are_queued: boolean;
  stale_months: number;
  calls_per_person_max: number;
  confirmations_are_asked: boolean;
  confirm_months: number;
  confirmations_per_day: number;
}

function Weights({ settings }: { settings: QualitySettingsView }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const [form] = Form.useForm<Words>();
  const refusal = reason('manage_data_quality');
  const save = useWrite<Words>({
    deed: (words) =>
      api.patch(
        '/quality/settings',
        {
          ...words,
          missing: Object.entries(words.missing).map(([field, weight]) => ({ field, weight })),
          doubts: Object.entries(words.doubts).map(([doubt, weight]) => ({ doubt, weight })),
        },
        { version: settings.version },
      ),
    touches: () => [['quality'], ['customers']],
    done: () => t('quality.settings.saved'),
    onProblem: (problem) => showAtFields(form, problem),
  });
  const initial: Words = {
    missing: Object.fromEntries(settings.missing.map(({ field, weight }) => [field, weight])),
    doubts: Object.fromEntries(settings.doubts.map(({ doubt, weight }) => [doubt, weight])),
    completeness_share: settings.completeness_share,
    customers_per_phone_max: settings.customers_per_phone_max,
    audits_begin_by_themselves: settings.audits_begin_by_themselves,
    audit_score_below: settings.audit_score_below,
    audit_per_person_per_day: settings.audit_per_person_per_day,
    calls_are_queued: settings.calls_are_queued,
    stale_months: settings.stale_months,
    calls_per_person_max: settings.calls_per_person_max,
    confirmations_are_asked: settings.confirmations_are_asked,
    confirm_months: settings.confirm_months,
    confirmations_per_day: settings.confirmations_per_day,
  };
  return (
    <Form<Words>
      form={form}
      onValuesChange={forgetFaults(form)}
      initialValues={initial}
      disabled={refusal !== null}
      onFinish={(words) => save.mutate(words)}
    >
      <PageHead title={t('settings.section.quality')}>
        <Deed
          type="primary"
          icon={<Save size={14} />}
          reason={refusal}
          loading={save.isPending}
          onClick={() => form.submit()}
        >
          {t('settings.save')}
        </Deed>
      </PageHead>
      <div className="page-body settings-cards">
        <p className="muted">{t('quality.settings.hint')}</p>
        <Section title={t('quality.settings.missing')}>
          {settings.missing.map(({ field }) => (
            <Weight key={field} name={['missing', field]} label={t(`quality.missing.${field}`)} />
          ))}
        </Section>
        <Section title={t('quality.settings.doubts')}>
          {settings.doubts.map(({ doubt }) => (
            <Weight key={doubt} name={['doubts', doubt]} label={t(`quality.doubt.${doubt}`)} />
          ))}
        </Section>
        <Section title={t('quality.settings.title')}>
          <Weight name={['completeness_share']} label={t('quality.settings.share')} />
          <Weight name={['customers_per_phone_max']} label={t('quality.settings.shared')} least={1} most={1_000} />
        </Section>
        <Section title={t('quality.settings.audits')}>
          <Flag name="audits_begin_by_themselves" />
          <Weight name={['audit_score_below']} label={t('quality.settings.audit_score_below')} least={1} />
          <Weight
            name={['audit_per_person_per_day']}
            label={t('quality.settings.audit_per_person_per_day')}
            least={1}
            most={50}
          />
        </Section>
        <Section title={t('quality.settings.confirmations')}>
          <Flag name="confirmations_are_asked" />
          <Weight name={['confirm_months']} label={t('quality.settings.confirm_months')} least={1} most={60} />
          <Weight
            name={['confirmations_per_day']}
            label={t('quality.settings.confirmations_per_day')}
            least={1}
            most={10_000}
          />
        </Section>
        <Section title={t('quality.settings.calls')}>
          <Flag name="calls_are_queued" />
          <Weight name={['stale_months']} label={t('quality.settings.stale_months')} least={1} most={60} />
          <Weight name={['calls_per_person_max']} label={t('quality.settings.calls_per_person_max')} least={1} />
        </Section>
      </div>
    </Form>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
      </header>
      <div className="inside quality-weights">{children}</div>
    </section>
  );
}

function Flag({ name }: { name: 'audits_begin_by_themselves' | 'calls_are_queued' | 'confirmations_are_asked' }) {
  const { t } = useTranslation();
  return (
    <label htmlFor={name}>
      <span>{t(`quality.settings.${name}`)}</span>
      <Form.Item noStyle name={name} valuePropName="checked">
        <Switch id={name} />
      </Form.Item>
    </label>
  );
}

interface WeightProps {
  name: string[];
  label: string;
  least?: number;
  most?: number;
}

function Weight({ name, label, least = 0, most = 100 }: WeightProps) {
  const id = name.join('_');
  return (
    <label htmlFor={id}>
      <span>{label}</span>
      <Form.Item noStyle name={name} rules={[{ required: true, type: 'integer', min: least, max: most }]}>
        <InputNumber id={id} min={least} max={most} precision={0} inputMode="numeric" style={{ width: 76 }} />
      </Form.Item>
    </label>
  );
}
