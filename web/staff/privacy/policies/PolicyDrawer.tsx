// One policy: the next version to write and publish, what was published, and who must be asked anew.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Checkbox, Form, Input, Tabs } from 'antd';
import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PolicyTextView, PolicyView, UnsettledView, WholePolicyView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useEndless } from '../../../shared/endless';
import { date, dateTime } from '../../../shared/format';
import { useIsPhone } from '../../../shared/media';
import { read, useWrite } from '../../../shared/queries';
import { CarefulDrawer } from '../../../shared/ui/CarefulDrawer';
import { Deed } from '../../../shared/ui/Deed';
import { Tag } from '../../../shared/ui/faces';
import { forgetFaults } from '../../../shared/ui/formFaults';
import { PlainTable } from '../../../shared/ui/PlainTable';
import { Empty, ErrorState, Skeleton } from '../../../shared/ui/states';
import { useRecordReason } from '../../session/session';
import { showAtFields } from '../../settings/FormDrawer';
import { PolicyBody } from './PolicyBody';

export function PolicyDrawer({ policy, onClose }: { policy: PolicyView; onClose: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  return (
    <CarefulDrawer
      open
      onClose={onClose}
      size={isPhone ? '100%' : 720}
      title={policy.name}
      extra={
        policy.present && (
          <Link to="/policies/$id" params={{ id: policy.id }} target="_blank" className="link">
            {t('privacy.policies.publicPage')} <ExternalLink size={13} />
          </Link>
        )
      }
    >
      <Tabs
        items={[
          { key: 'draft', label: t('privacy.policies.write'), children: <DraftForm policy={policy} key={policy.id} /> },
          { key: 'versions', label: t('privacy.policies.versions'), children: <Versions policy={policy} /> },
          { key: 'unsettled', label: t('privacy.policies.unsettled'), children: <Unsettled policy={policy} /> },
        ]}
      />
    </CarefulDrawer>
  );
}

type DraftWords = Pick<PolicyTextView, 'title' | 'body' | 'title_english' | 'body_english' | 'demands_consent'> & {
  changes?: string | null | undefined;
};

function DraftForm({ policy }: { policy: PolicyView }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const why = useRecordReason(policy.can);
  const [form] = Form.useForm<DraftWords>();
  const begun = policy.draft ?? (policy.present && { ...policy.present, changes: null, demands_consent: false });
  const path = `/policies/${policy.id}`;
  const save = useWrite<DraftWords>({
    deed: (words) => api.put(`${path}/draft`, { ...words, changes: words.changes?.trim() || null }),
    touches: () => [['policies']],
    done: () => t('common.saved'),
    onProblem: (problem) => showAtFields(form, problem),
  });
  const publish = useWrite<DraftWords>({
    deed: async (words) => {
      await api.put(`${path}/draft`, { ...words, changes: words.changes?.trim() || null });
      await api.put(`${path}/publication`);
    },
    touches: () => [['policies'], ['customers']],
    done: () => t('privacy.policies.published'),
    onProblem: (problem) => showAtFields(form, problem),
  });
  const confirm = async () => {
    const words = await form.validateFields();
    modal.confirm({
      title: t('privacy.policies.publishAsk'),
      content: t(words.demands_consent ? 'privacy.policies.publishAnew' : 'privacy.policies.publishFixed'),
      okText: t('privacy.policies.publish'),
      onOk: () => publish.mutateAsync(words).catch(() => undefined),
    });
  };
  const number = policy.draft?.number ?? (policy.present?.number ?? 0) + 1;
  return (
    <Form<DraftWords>
      form={form}
      onValuesChange={forgetFaults(form)}
      layout="vertical"
      requiredMark={false}
      disabled={Boolean(why('edit'))}
      initialValues={begun ?? {}}
      onFinish={(words) => save.mutate(words)}
    >
      <p className="muted">{t('privacy.policies.draftNote', { number })}</p>
      <Form.Item
        name="title"
        label={t('privacy.policies.title')}
        rules={[{ required: true, whitespace: true, message: t('privacy.policies.titleMissing') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="body"
        label={t('privacy.policies.body')}
        extra={t('privacy.policies.bodyHint')}
        rules={[{ required: true, whitespace: true, message: t('privacy.policies.bodyMissing') }]}
      >
        <Input.TextArea autoSize={{ minRows: 8, maxRows: 22 }} />
      </Form.Item>
      <Form.Item name="title_english" label={t('privacy.policies.titleEnglish')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="body_english" label={t('privacy.policies.bodyEnglish')}>
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 22 }} />
      </Form.Item>
      {number > 1 && (
        <>
          <Form.Item name="changes" label={t('privacy.policies.changes')} extra={t('privacy.policies.changesHint')}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
          </Form.Item>
          <Form.Item name="demands_consent" valuePropName="checked">
            <Checkbox>{t('privacy.policies.demandsConsent')}</Checkbox>
          </Form.Item>
        </>
      )}
      <div className="form-foot">
        <div className="spring" />
        <Button htmlType="submit" loading={save.isPending}>
          {t('privacy.policies.saveDraft')}
        </Button>
        <Deed
          type="primary"
          reason={why('edit')}
          loading={publish.isPending}
          onClick={() => void confirm().catch(() => undefined)}
        >
          {t('privacy.policies.publish')}
        </Deed>
      </div>
    </Form>
  );
}

function Versions({ policy }: { policy: PolicyView }) {
  const { t } = useTranslation();
  const whole = useQuery(read<WholePolicyView>(`/policies/${policy.id}`));
  if (whole.error) return <ErrorState failure={whole.error} onRetry={() => void whole.refetch()} />;
  if (!whole.data) return <Skeleton />;
  if (whole.data.versions.length === 0) return <Empty title={t('privacy.policies.unpublished')} />;
  return whole.data.versions.map((version) => (
    <details key={version.id} className="policy-version" open={version.number === policy.present?.number}>
      <summary>
        <b>v{version.number}</b> <span className="second">{dateTime(version.published_at ?? '')}</span>{' '}
        {version.demands_consent && <Tag tone="amber">{t('privacy.policies.demanded')}</Tag>}
      </summary>
      {version.changes && <p className="second">{t('privacy.policies.newIn', { changes: version.changes })}</p>}
      <PolicyBody body={version.body} />
      <p className="muted policy-hash">SHA-256 {version.hash}</p>
    </details>
  ));
}

function Unsettled({ policy }: { policy: PolicyView }) {
  const { t } = useTranslation();
  const list = useEndless<UnsettledView>(`/policies/${policy.id}/unsettled`);
  if (list.failure) return <ErrorState failure={list.failure} onRetry={list.retry} />;
  if (!list.isLoading && list.items.length === 0) return <Empty title={t('privacy.policies.allSettled')} />;
  const rows = list.items.map((one) => ({ ...one, id: `${one.customer.id} ${one.purpose} ${one.answered_at}` }));
  return (
    <PlainTable
      label={t('privacy.policies.unsettled')}
      rows={list.isLoading ? undefined : rows}
      endless={list}
      columns={[
        {
          id: 'customer',
          title: t('privacy.policies.customer'),
          cell: ({ customer }) => (
            <Link to="/customers/$id" params={{ id: customer.id }}>
              {customer.name}
            </Link>
          ),
        },
        { id: 'number', title: t('privacy.policies.knows'), cell: ({ number }) => `v${number}` },
        { id: 'when', title: t('consent.when'), cell: ({ answered_at }) => date(answered_at) },
      ]}
    />
  );
}
