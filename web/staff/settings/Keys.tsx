// Keys for machines: made with a role and a reach, shown once, revoked at once.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, DatePicker, Form, Input, Modal, Segmented, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { KeyRound, Plus, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyView, RoleView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useEndless } from '../../shared/endless';
import { date, dateTime, relativeDay } from '../../shared/format';
import { useWrite } from '../../shared/queries';
import { CopyLine } from '../../shared/ui/Copy';
import { Deed } from '../../shared/ui/Deed';
import { Tag } from '../../shared/ui/faces';
import { forgetFaults } from '../../shared/ui/formFaults';
import { PageHead } from '../../shared/ui/PageHead';
import { type PlainColumn, PlainTable } from '../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../shared/ui/states';
import { listed } from '../../shared/whole';
import { usePower, useSession } from '../session/session';
import { showAtFields } from './FormDrawer';

export function Keys() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const keys = useEndless<KeyView>('/keys');
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const revoke = useRevoke();
  return (
    <>
      <PageHead title={t('settings.section.keys')}>
        <Link to="/developers" className="link">
          {t('settings.keys.how')}
        </Link>
        <Deed type="primary" icon={<Plus size={15} />} reason={reason('manage_keys')} onClick={() => setMaking(true)}>
          {t('settings.keys.new')}
        </Deed>
      </PageHead>
      {keys.failure ? (
        <ErrorState failure={keys.failure} onRetry={keys.retry} />
      ) : !keys.isLoading && keys.items.length === 0 ? (
        <Empty icon={KeyRound} title={t('settings.keys.none')} hint={t('settings.keys.noneHint')} />
      ) : (
        <div className="table-frame">
          <PlainTable
            label={t('settings.section.keys')}
            rows={keys.isLoading ? undefined : keys.items}
            endless={keys}
            columns={keyColumns(t, revoke, reason('manage_keys'))}
          />
        </div>
      )}
      {isMaking && (
        <NewKey
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            setSecret(made);
          }}
        />
      )}
      <Modal
        open={secret !== null}
        destroyOnHidden
        width={520}
        closable={false}
        keyboard={false}
        mask={{ closable: false }}
        title={t('settings.keys.secretTitle')}
        footer={
          <Button type="primary" onClick={() => setSecret(null)}>
            {t('settings.keys.kept')}
          </Button>
        }
      >
        <p className="soon secret-hint">
          <TriangleAlert size={15} /> {t('settings.keys.secretHint')}
        </p>
        <CopyLine text={secret ?? ''} label={t('settings.keys.copy')} />
      </Modal>
    </>
  );
}

function keyColumns(
  t: ReturnType<typeof useTranslation>['t'],
  onRevoke: (key: KeyView) => void,
  reason: string | null,
): PlainColumn<KeyView>[] {
  return [
    {
      id: 'name',
      title: t('settings.keys.name'),
      cell: (key) => (
        <span className="two-lines">
          <b>{key.name}</b>
          <span className="num">
            {key.prefix}… · {date(key.created_at)} {key.by?.name}
          </span>
        </span>
      ),
    },
    {
      id: 'role',
      isExtra: true,
      title: t('settings.keys.role'),
      cell: (key) => (
        <span className="grant">
          {key.role.name}{' '}
          <em>
            {[t(`settings.reach.${key.reach}`, { defaultValue: key.reach }), key.store?.name]
              .filter(Boolean)
              .join(' · ')}
          </em>
        </span>
      ),
    },
    {
      id: 'used',
      isExtra: true,
      title: t('settings.keys.used'),
      cell: (key) => (
        <time className="second" title={dateTime(key.used_at)}>
          {key.used_at ? relativeDay(key.used_at) : t('settings.never')}
        </time>
      ),
    },
    {
      id: 'expires',
      isExtra: true,
      title: t('settings.keys.expires'),
      cell: (key) => (
        <span className="second">{key.expires_at ? date(key.expires_at) : t('settings.keys.forever')}</span>
      ),
    },
    { id: 'state', title: t('settings.keys.state'), cell: (key) => <KeyState apiKey={key} /> },
    {
      id: 'deeds',
      title: '',
      width: 90,
      cell: (key) =>
        !key.revoked_at && (
          <span className="row-deeds">
            <Deed
              size="small"
              danger
              reason={reason}
              aria-label={t('settings.keys.revokeOf', { name: key.name })}
              onClick={() => onRevoke(key)}
            >
              {t('settings.keys.revoke')}
            </Deed>
          </span>
        ),
    },
  ];
}

function KeyState({ apiKey }: { apiKey: KeyView }) {
  const { t } = useTranslation();
  const isExpired = apiKey.expires_at !== null && Date.parse(apiKey.expires_at) < Date.now();
  const state = apiKey.revoked_at ? 'revoked' : isExpired ? 'expired' : 'active';
  return (
    <Tag tone={state === 'active' ? 'green' : state === 'expired' ? 'amber' : 'slate'} hasDot>
      {t(`settings.keys.${state}`)}
    </Tag>
  );
}

interface KeyWords {
  name: string;
  role_id: string;
  reach: 'store' | 'group';
  store_id?: string;
  expires_at?: Dayjs | null;
}

function NewKey({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const { t } = useTranslation();
  const { stores } = useSession();
  const [form] = Form.useForm<KeyWords>();
  const reach = Form.useWatch('reach', form);
  const { data: roles = [] } = useQuery(listed<RoleView>('/roles'));
  const make = useWrite<KeyWords, { key: KeyView; secret: string }>({
    deed: ({ name, role_id, reach, store_id, expires_at }) =>
      api.post('/keys', {
        name: name.trim(),
        role_id,
        reach,
        ...(reach === 'store' ? { store_id } : {}),
        ...(expires_at ? { expires_at: expires_at.endOf('day').toISOString() } : {}),
      }),
    touches: () => [['keys']],
    onDone: ({ secret }) => onMade(secret),
    onProblem: (problem) => showAtFields(form, problem),
  });
  return (
    <Modal
      open
      width={440}
      title={t('settings.keys.new')}
      okText={t('settings.keys.new')}
      confirmLoading={make.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<KeyWords>
        form={form}
        onValuesChange={forgetFaults(form)}
        layout="vertical"
        requiredMark={false}
        initialValues={{ reach: 'store', ...(stores[0] ? { store_id: stores[0].id } : {}) }}
        onFinish={(words) => make.mutate(words)}
      >
        <Form.Item
          name="name"
          label={t('settings.keys.name')}
          rules={[{ required: true, whitespace: true, message: t('settings.keys.nameMissing') }]}
        >
          <Input autoFocus maxLength={60} placeholder={t('settings.keys.nameHint')} />
        </Form.Item>
        <Form.Item
          name="role_id"
          label={t('settings.keys.role')}
          rules={[{ required: true, message: t('settings.keys.roleMissing') }]}
        >
          <Select options={roles.map((role) => ({ value: role.id, label: role.name }))} />
        </Form.Item>
        <Form.Item name="reach" label={t('settings.keys.reach')}>
          <Segmented
            options={(['store', 'group'] as const).map((one) => ({ value: one, label: t(`settings.reach.${one}`) }))}
          />
        </Form.Item>
        {reach !== 'group' && (
          <Form.Item
            name="store_id"
            label={t('settings.keys.store')}
            rules={[{ required: true, message: t('settings.keys.storeMissing') }]}
          >
            <Select options={stores.map((store) => ({ value: store.id, label: store.name }))} />
          </Form.Item>
        )}
        <Form.Item name="expires_at" label={t('settings.keys.expires')}>
          <DatePicker
            style={{ width: '100%' }}
            placeholder={t('settings.keys.forever')}
            minDate={dayjs().add(1, 'day')}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function useRevoke() {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const revoke = useWrite<KeyView>({
    deed: ({ id }) => api.remove(`/keys/${id}`),
    touches: () => [['keys']],
    done: () => t('settings.keys.revoked'),
  });
  return (key: KeyView) =>
    modal.confirm({
      title: t('settings.keys.revokeTitle', { name: key.name }),
      content: t('settings.keys.revokeText'),
      okText: t('settings.keys.revoke'),
      okButtonProps: { danger: true },
      onOk: () => revoke.mutateAsync(key).catch(() => {}),
    });
}
