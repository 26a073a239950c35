// A webhook in the side panel: where it is called, what it is told, and with whose eyes.
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Segmented, Select, TreeSelect } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RoleView, WebhookEventsView, WebhookView, WebhookWithSecret } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { read } from '../../../shared/queries';
import { listed } from '../../../shared/whole';
import { useSession } from '../../session/session';
import { FormDrawer } from '../FormDrawer';
import { patternsOf, treeOf, valuesOf } from './events';

interface WebhookFormProps {
  /** Nothing for a new one. */
  webhook: WebhookView | null;
  onClose: () => void;
  onMade: (secret: string) => void;
}

interface Words {
  name: string;
  url: string;
  events: string[];
  role_id: string;
  reach: 'store' | 'group';
  store_id?: string;
}

export function WebhookForm({ webhook, onClose, onMade }: WebhookFormProps) {
  const { t } = useTranslation();
  const { stores } = useSession();
  const { data: roles = [] } = useQuery(listed<RoleView>('/roles'));
  const { data: catalogue = [] } = useQuery(read<WebhookEventsView[]>('/webhook-events'));
  const submit = async ({ reach, store_id, events, ...words }: Words) => {
    const body = {
      ...words,
      events: patternsOf(events),
      reach,
      ...(reach === 'store' ? { store_id } : {}),
    };
    if (webhook) return api.put(`/webhooks/${webhook.id}`, body, { version: webhook.version });
    const made = await api.post<WebhookWithSecret>('/webhooks', body);
    onMade(made.secret);
    return made;
  };
  const firstStore = webhook?.store?.id ?? stores[0]?.id;
  return (
    <FormDrawer<Words>
      title={webhook ? t('webhooks.edit', { name: webhook.name }) : t('webhooks.new')}
      width={520}
      initial={{
        name: webhook?.name ?? '',
        url: webhook?.url ?? 'https://',
        events: webhook ? valuesOf(webhook.events) : [],
        reach: webhook?.reach === 'store' ? 'store' : 'group',
        ...(webhook?.role ? { role_id: webhook.role.id } : {}),
        ...(firstStore ? { store_id: firstStore } : {}),
      }}
      submit={submit}
      touches={[['webhooks']]}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t('webhooks.name')}
        rules={[{ required: true, whitespace: true, message: t('webhooks.nameMissing') }]}
      >
        <Input maxLength={60} placeholder={t('webhooks.nameHint')} />
      </Form.Item>
      <Form.Item
        name="url"
        label={t('webhooks.url')}
        extra={t('webhooks.urlHint')}
        rules={[{ required: true, whitespace: true, message: t('webhooks.urlMissing') }]}
      >
        <Input maxLength={1000} inputMode="url" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="events"
        label={t('webhooks.events')}
        rules={[{ required: true, message: t('webhooks.eventsMissing') }]}
      >
        <TreeSelect
          aria-label={t('webhooks.events')}
          treeData={treeOf(catalogue, t('webhooks.all'))}
          treeCheckable
          showCheckedStrategy={TreeSelect.SHOW_PARENT}
          treeDefaultExpandedKeys={['*']}
          treeNodeFilterProp="title"
          maxTagCount={6}
          placeholder={t('webhooks.eventsHint')}
        />
      </Form.Item>
      <Form.Item
        name="role_id"
        label={t('webhooks.role')}
        extra={t('webhooks.roleHint')}
        rules={[{ required: true, message: t('settings.keys.roleMissing') }]}
      >
        <Select options={roles.map((role) => ({ value: role.id, label: role.name }))} />
      </Form.Item>
      <Form.Item name="reach" label={t('settings.keys.reach')}>
        <Segmented
          options={(['group', 'store'] as const).map((one) => ({ value: one, label: t(`settings.reach.${one}`) }))}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['reach']}>
        {({ getFieldValue }) =>
          getFieldValue('reach') === 'store' && (
            <Form.Item
              name="store_id"
              label={t('settings.keys.store')}
              rules={[{ required: true, message: t('settings.keys.storeMissing') }]}
            >
              <Select options={stores.map((store) => ({ value: store.id, label: store.name }))} />
            </Form.Item>
          )
        }
      </Form.Item>
    </FormDrawer>
  );
}
