// The settings of one channel: the carrier, what it must know, and its secret, which is only ever written.
import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CarrierSettings, ChannelSetupView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { FormDrawer } from '../FormDrawer';

type Carrier = CarrierSettings['carrier'];

/** The carriers of a channel, the stand-in first. */
const CARRIERS: Record<ChannelSetupView['channel'], Carrier[]> = {
  sms: ['stand_in', 'aliyun', 'tencent'],
  email: ['stand_in', 'smtp'],
  wecom: ['stand_in', 'wecom'],
  push: ['stand_in', 'web_push'],
};

interface Field {
  name: string;
  isOptional?: boolean;
  kind?: 'number' | 'security' | 'list';
}

/** What each carrier must know, in the order people find it at the provider. */
const FIELDS: Record<Carrier, Field[]> = {
  stand_in: [],
  smtp: [
    { name: 'host' },
    { name: 'port', kind: 'number' },
    { name: 'security', kind: 'security' },
    { name: 'username', isOptional: true },
    { name: 'from' },
    { name: 'from_name', isOptional: true },
  ],
  aliyun: [{ name: 'access_key_id' }, { name: 'signature' }, { name: 'endpoint', isOptional: true }],
  tencent: [
    { name: 'secret_id' },
    { name: 'app_id' },
    { name: 'signature' },
    { name: 'region', isOptional: true },
    { name: 'endpoint', isOptional: true },
  ],
  wecom: [{ name: 'corp_id' }, { name: 'agent_id', kind: 'number' }, { name: 'endpoint', isOptional: true }],
  web_push: [{ name: 'contact' }, { name: 'services', isOptional: true, kind: 'list' }],
};

interface Words {
  settings: Record<string, unknown> & { carrier: Carrier };
  secret?: string;
}

export function ChannelForm({ setup, onClose }: { setup: ChannelSetupView; onClose: () => void }) {
  const { t } = useTranslation();
  const channel = t(`messages.channel.${setup.channel}`);
  return (
    <FormDrawer<Words>
      title={t('channels.edit', { channel })}
      initial={{ settings: { port: 465, security: 'tls', ...setup.settings } as Words['settings'] }}
      submit={({ settings, secret }) =>
        api.put(
          `/channel-setups/${setup.channel}`,
          { settings: only(settings), secret: secret || null },
          { version: setup.version },
        )
      }
      touches={[['channel-setups']]}
      onClose={onClose}
    >
      <Form.Item name={['settings', 'carrier']} label={t('channels.carrierLabel')}>
        <Select
          options={CARRIERS[setup.channel].map((carrier) => ({
            value: carrier,
            label: t(`channels.carrier.${carrier}`),
          }))}
        />
      </Form.Item>
      <Fields setup={setup} />
    </FormDrawer>
  );
}

function Fields({ setup }: { setup: ChannelSetupView }) {
  const { t } = useTranslation();
  const carrier: Carrier = Form.useWatch(['settings', 'carrier']) ?? setup.settings.carrier;
  const isKept = setup.has_secret && setup.settings.carrier === carrier;
  return (
    <>
      {FIELDS[carrier].map(({ name, isOptional, kind }) => (
        <Form.Item
          key={`${carrier} ${name}`}
          name={['settings', name]}
          label={t(`channels.field.${name}`)}
          rules={isOptional ? [] : [{ required: true, message: t('channels.required') }]}
        >
          {kind === 'number' ? (
            <InputNumber min={1} style={{ width: '100%' }} />
          ) : kind === 'security' ? (
            <Select
              options={['tls', 'starttls', 'none'].map((one) => ({ value: one, label: t(`channels.security.${one}`) }))}
            />
          ) : kind === 'list' ? (
            <Select mode="tags" open={false} suffixIcon={null} placeholder="https://push.example.com" />
          ) : (
            <Input spellCheck={false} maxLength={200} />
          )}
        </Form.Item>
      ))}
      {carrier !== 'stand_in' && (
        <Form.Item
          name="secret"
          label={t('channels.secret')}
          extra={isKept ? t('channels.secretKept') : t('channels.secretHint')}
        >
          <Input.Password autoComplete="new-password" visibilityToggle={false} maxLength={500} />
        </Form.Item>
      )}
    </>
  );
}

/** Only what the chosen carrier knows; empty words are left out. */
function only(settings: Words['settings']): Record<string, unknown> {
  const kept = FIELDS[settings.carrier].flatMap(({ name }) => {
    const value = settings[name];
    const words = typeof value === 'string' ? value.trim() : value;
    return words === '' || words === null || words === undefined ? [] : [[name, words] as const];
  });
  return { carrier: settings.carrier, ...Object.fromEntries(kept) };
}
