// What personal data is used for: legal basis, how customers are asked, how long an answer holds.
import { useQuery } from '@tanstack/react-query';
import { Form, Input, InputNumber, Select, Switch } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PurposeView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { read } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { Tag } from '../../../shared/ui/faces';
import { PageHead } from '../../../shared/ui/PageHead';
import { PlainTable } from '../../../shared/ui/PlainTable';
import { ErrorState } from '../../../shared/ui/states';
import { usePower } from '../../session/session';
import { FormDrawer } from '../../settings/FormDrawer';
import { PersonalKindSelect, PersonalKindTags } from '../PersonalKinds';

type Row = PurposeView & { id: string };

const BASES = ['consent', 'contract', 'legal_duty', 'emergency', 'made_public'] as const;
const ASKS = ['opt_in', 'opt_out', 'nobody'] as const;

export function Purposes() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const purposes = useQuery(read<PurposeView[]>('/consent-purposes'));
  const [open, setOpen] = useState<Row | 'new' | null>(null);
  const rows = purposes.data?.map((one) => ({ ...one, id: one.code }));
  return (
    <>
      <PageHead title={t('privacy.section.purposes')}>
        <Deed type="primary" icon={<Plus size={15} />} reason={reason('keep_privacy')} onClick={() => setOpen('new')}>
          {t('privacy.purposes.new')}
        </Deed>
      </PageHead>
      {purposes.error && !purposes.data ? (
        <ErrorState failure={purposes.error} onRetry={() => void purposes.refetch()} />
      ) : (
        <div className="table-frame">
          <PlainTable<Row>
            label={t('privacy.section.purposes')}
            rows={rows}
            onOpen={setOpen}
            columns={[
              {
                id: 'title',
                title: t('privacy.purposes.name'),
                cell: (one) => (
                  <button type="button" className="cell-button two-lines" onClick={() => setOpen(one)}>
                    <b>{one.title}</b>
                    <span>{t(`privacy.basis.${one.basis}`)}</span>
                  </button>
                ),
              },
              {
                id: 'asks',
                title: t('privacy.purposes.asks'),
                cell: (one) => (
                  <span className="chips">
                    <Tag tone={one.asks === 'opt_in' ? 'blue' : one.asks === 'opt_out' ? 'amber' : 'slate'}>
                      {t(`privacy.asks.${one.asks}`)}
                    </Tag>
                    {one.is_separate && <Tag tone="violet">{t('privacy.purposes.separate')}</Tag>}
                    {!one.is_active && <Tag tone="red">{t('privacy.purposes.closed')}</Tag>}
                  </span>
                ),
              },
              {
                id: 'kinds',
                isExtra: true,
                title: t('privacy.books.field.kinds'),
                cell: (one) => <PersonalKindTags kinds={one.kinds} />,
              },
              {
                id: 'months',
                isExtra: true,
                width: 120,
                title: t('privacy.purposes.months'),
                cell: (one) => (
                  <span className="second num">
                    {one.months ? t('privacy.purposes.monthsOf', { count: one.months }) : t('privacy.purposes.noEnd')}
                  </span>
                ),
              },
            ]}
          />
        </div>
      )}
      {open && <PurposeForm purpose={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

type Words = Omit<PurposeView, 'title' | 'version' | 'can'>;

function PurposeForm({ purpose, onClose }: { purpose: PurposeView | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const submit = ({ code, months, ...words }: Words) =>
    api.put(`/consent-purposes/${encodeURIComponent(code)}`, { ...words, months: months ?? null }, versionOf(purpose));
  const choices = (group: string, words: readonly string[]) =>
    words.map((word) => ({ value: word, label: t(`privacy.${group}.${word}`) }));
  return (
    <FormDrawer<Words>
      title={t(purpose ? 'privacy.purposes.edit' : 'privacy.purposes.new')}
      initial={purpose ?? { basis: 'consent', asks: 'opt_in', ask_again_days: 180, is_active: true, kinds: [] }}
      submit={submit}
      touches={[['consent-purposes'], ['customers']]}
      onClose={onClose}
      reason={reason('keep_privacy')}
    >
      <Form.Item
        name="code"
        label={t('privacy.purposes.code')}
        extra={t('privacy.purposes.codeHint')}
        rules={[{ required: true, pattern: /^[a-z][a-z0-9_]{1,39}$/, message: t('privacy.purposes.codeHint') }]}
      >
        <Input disabled={purpose !== null} maxLength={40} />
      </Form.Item>
      <div className="two-fields">
        <Form.Item
          name="name"
          label={t('privacy.purposes.name')}
          rules={[
            {
              required: true,
              whitespace: true,
              message: t('privacy.books.missing', { field: t('privacy.purposes.name') }),
            },
          ]}
        >
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="name_english" label={t('privacy.purposes.nameEnglish')}>
          <Input maxLength={60} />
        </Form.Item>
      </div>
      <Form.Item name="basis" label={t('privacy.purposes.basis')}>
        <Select options={choices('basis', BASES)} />
      </Form.Item>
      <Form.Item name="asks" label={t('privacy.purposes.asks')}>
        <Select options={choices('asks', ASKS)} />
      </Form.Item>
      <Form.Item name="kinds" label={t('privacy.books.field.kinds')}>
        <PersonalKindSelect />
      </Form.Item>
      <div className="two-fields">
        <Form.Item name="months" label={t('privacy.purposes.months')} extra={t('privacy.purposes.monthsHint')}>
          <InputNumber min={1} max={120} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          name="ask_again_days"
          label={t('privacy.purposes.askAgain')}
          extra={t('privacy.purposes.askAgainHint')}
        >
          <InputNumber min={0} max={3650} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.Item name="is_separate" label={t('privacy.purposes.separate')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="by_channel" label={t('privacy.purposes.byChannel')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="is_active" label={t('privacy.purposes.active')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormDrawer>
  );
}

function versionOf(purpose: PurposeView | null) {
  return purpose ? { version: purpose.version } : {};
}
