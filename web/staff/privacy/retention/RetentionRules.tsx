// How long each kind of data is kept, by which law, what is overdue, and what the nights did.
import { useQuery } from '@tanstack/react-query';
import { Form, InputNumber, Switch } from 'antd';
import { Hourglass } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionRuleView, RetentionRunView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useEndless } from '../../../shared/endless';
import { count, dateTime, number } from '../../../shared/format';
import { useIsPhone } from '../../../shared/media';
import { read } from '../../../shared/queries';
import { Tag } from '../../../shared/ui/faces';
import { PageHead } from '../../../shared/ui/PageHead';
import { PlainTable } from '../../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../../shared/ui/states';
import { usePower } from '../../session/session';
import { FormDrawer } from '../../settings/FormDrawer';

type Rule = RetentionRuleView & { id: string };

export function RetentionRules() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(read<RetentionRuleView[]>('/retention-rules'));
  const isPhone = useIsPhone();
  const [open, setOpen] = useState<Rule | null>(null);
  const rules = data?.map((rule) => ({ ...rule, id: rule.code }));
  if (error) return <ErrorState failure={error} onRetry={() => void refetch()} />;
  return (
    <>
      <PageHead title={t('privacy.section.retention')} />
      <div className="retention">
        <PlainTable<Rule>
          label={t('privacy.section.retention')}
          rows={rules}
          onOpen={setOpen}
          columns={[
            {
              id: 'what',
              title: t('retention.what'),
              cell: (rule) => (
                <button type="button" className="cell-button two-lines" onClick={() => setOpen(rule)}>
                  <b>{t(`retention.rule.${rule.code}`)}</b>
                  <span>{rule.basis}</span>
                  {isPhone && (
                    <span>
                      {t('retention.kept')} {t(`retention.for.${rule.unit}`, { count: rule.amount })}
                    </span>
                  )}
                </button>
              ),
            },
            {
              id: 'kept',
              title: t('retention.kept'),
              width: 110,
              isExtra: true,
              cell: (rule) => t(`retention.for.${rule.unit}`, { count: rule.amount }),
            },
            {
              id: 'then',
              title: t('retention.then'),
              width: 150,
              isExtra: true,
              cell: (rule) => <span className="second">{t(`retention.action.${rule.action}`)}</span>,
            },
            {
              id: 'due',
              title: t('retention.due'),
              width: 110,
              alignsEnd: true,
              isExtra: true,
              cell: (rule) => (rule.action === 'tell' ? null : count(rule.due)),
            },
            {
              id: 'state',
              title: t('retention.state'),
              width: 90,
              cell: (rule) => (
                <Tag tone={rule.is_active ? 'green' : 'slate'}>
                  {t(rule.is_active ? 'retention.on' : 'retention.off')}
                </Tag>
              ),
            },
          ]}
        />
        <Runs />
      </div>
      {open && <RuleForm rule={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function RuleForm({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  return (
    <FormDrawer<{ amount: number; is_active: boolean }>
      title={t(`retention.rule.${rule.code}`)}
      initial={{ amount: rule.amount, is_active: rule.is_active }}
      submit={(words) => api.put(`/retention-rules/${rule.code}`, words)}
      touches={[['retention-rules']]}
      onClose={onClose}
      reason={reason('keep_privacy')}
      above={<p className="second">{rule.basis}</p>}
    >
      <Form.Item
        name="amount"
        label={t(`retention.amount.${rule.unit}`)}
        extra={t('retention.min', { count: rule.amount_min })}
        rules={[{ required: true, message: t('retention.missing') }]}
      >
        <InputNumber min={rule.amount_min} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="is_active" label={t('retention.switch')} valuePropName="checked">
        <Switch />
      </Form.Item>
      {rule.action === 'forget' && <p className="second">{t('retention.forgets')}</p>}
    </FormDrawer>
  );
}

function Runs() {
  const { t } = useTranslation();
  const list = useEndless<RetentionRunView>('/retention-runs');
  if (list.failure) return <ErrorState failure={list.failure} onRetry={list.retry} />;
  if (!list.isLoading && list.items.length === 0) {
    return <Empty icon={Hourglass} title={t('retention.noRuns')} hint={t('retention.noRunsHint')} />;
  }
  return (
    <PlainTable<RetentionRunView>
      label={t('retention.runs')}
      rows={list.isLoading ? undefined : list.items}
      endless={list}
      columns={[
        { id: 'when', title: t('retention.ranAt'), width: 170, cell: (run) => dateTime(run.ran_at) },
        { id: 'what', title: t('retention.what'), cell: (run) => t(`retention.rule.${run.code}`) },
        { id: 'count', title: t('retention.count'), width: 110, alignsEnd: true, cell: (run) => number(run.count) },
      ]}
    />
  );
}
