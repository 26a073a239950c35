// What customers are told: each policy with the version in force and the draft of the next.
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { FileText, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyView, PurposeView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { date, listing } from '../../../shared/format';
import { read } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { Tag } from '../../../shared/ui/faces';
import { PageHead } from '../../../shared/ui/PageHead';
import { PlainTable } from '../../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../../shared/ui/states';
import { usePower } from '../../session/session';
import { FormDrawer } from '../../settings/FormDrawer';
import { PolicyDrawer } from './PolicyDrawer';

export function Policies() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const policies = useQuery(read<PolicyView[]>('/policies'));
  const purposes = usePurposeNames();
  const [open, setOpen] = useState<string | 'new' | null>(null);
  const present = policies.data?.find((one) => one.id === open);
  return (
    <>
      <PageHead title={t('privacy.section.policies')}>
        <Deed
          type="primary"
          icon={<Plus size={15} />}
          reason={reason('publish_policies')}
          onClick={() => setOpen('new')}
        >
          {t('privacy.policies.new')}
        </Deed>
      </PageHead>
      {policies.error && !policies.data ? (
        <ErrorState failure={policies.error} onRetry={() => void policies.refetch()} />
      ) : policies.data?.length === 0 ? (
        <Empty icon={FileText} title={t('privacy.policies.none')} hint={t('privacy.policies.why')} />
      ) : (
        <div className="table-frame">
          <PlainTable<PolicyView>
            label={t('privacy.section.policies')}
            rows={policies.data}
            onOpen={(policy) => setOpen(policy.id)}
            columns={[
              {
                id: 'name',
                title: t('privacy.policies.name'),
                cell: (policy) => (
                  <button type="button" className="cell-button two-lines" onClick={() => setOpen(policy.id)}>
                    <b>{policy.name}</b>
                    <span>{listing(policy.purposes.map((code) => purposes.get(code) ?? code))}</span>
                  </button>
                ),
              },
              {
                id: 'present',
                title: t('privacy.policies.inForce'),
                width: 160,
                cell: ({ present }) =>
                  present ? (
                    <span className="num">
                      v{present.number} · {date(present.published_at)}
                    </span>
                  ) : (
                    <span className="muted">{t('privacy.policies.unpublished')}</span>
                  ),
              },
              {
                id: 'draft',
                isExtra: true,
                title: t('privacy.policies.next'),
                width: 120,
                cell: ({ draft }) =>
                  draft ? <Tag tone="amber">{t('privacy.policies.draftOf', { number: draft.number })}</Tag> : null,
              },
            ]}
          />
        </div>
      )}
      {open === 'new' && <NewPolicy purposes={purposes} onClose={() => setOpen(null)} />}
      {present && <PolicyDrawer policy={present} onClose={() => setOpen(null)} />}
    </>
  );
}

/** What the purposes are called, by their codes. */
function usePurposeNames(): Map<string, string> {
  const { data } = useQuery(read<PurposeView[]>('/consent-purposes'));
  return new Map(data?.map((one) => [one.code, one.title]));
}

function NewPolicy({ purposes, onClose }: { purposes: Map<string, string>; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <FormDrawer<{ name: string; purposes: string[] }>
      title={t('privacy.policies.new')}
      initial={{ name: '', purposes: [] }}
      submit={(words) => api.post('/policies', words)}
      touches={[['policies']]}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t('privacy.policies.name')}
        rules={[
          {
            required: true,
            whitespace: true,
            message: t('privacy.books.missing', { field: t('privacy.policies.name') }),
          },
        ]}
      >
        <Input maxLength={60} autoFocus />
      </Form.Item>
      <Form.Item name="purposes" label={t('privacy.policies.purposes')} extra={t('privacy.policies.purposesHint')}>
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={[...purposes].map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
    </FormDrawer>
  );
}
