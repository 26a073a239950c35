// One sign-in service: where it is, who we are to it, and by what it knows our people.
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ProviderView, RoleView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { CopyLine } from '../../../shared/ui/Copy';
import { listed } from '../../../shared/whole';
import { useSession } from '../../session/session';
import { FormDrawer } from '../FormDrawer';

const FACTORS = ['ours', 'shown', 'theirs'] as const;
const MATCHINGS = ['email', 'phone', 'login', 'nothing'] as const;

interface ProviderWords {
  name: string;
  issuer: string;
  client_id: string;
  client_secret?: string;
  matching: ProviderView['matching'];
  login_claim?: string;
  is_on: boolean;
  factor: ProviderView['factor'];
  factor_levels?: string;
  joining_role_id?: string | null;
  joining_store_id?: string | null;
}

export function ProviderForm({ provider, onClose }: { provider: ProviderView | null; onClose: () => void }) {
  const { t } = useTranslation();
  const submit = ({ client_secret, joining_role_id, joining_store_id, ...words }: ProviderWords) => {
    const form = {
      ...words,
      joining_role_id: joining_role_id ?? null,
      joining_store_id: joining_store_id ?? null,
      ...(client_secret ? { client_secret } : {}),
    };
    return provider
      ? api.patch(`/identity-providers/${provider.id}`, form, { version: provider.version })
      : api.post('/identity-providers', form);
  };
  const required = (label: string) => [{ required: true, whitespace: true, message: t('identity.missing', { label }) }];
  return (
    <FormDrawer<ProviderWords>
      title={provider?.name ?? t('identity.new')}
      width={520}
      initial={wordsOf(provider)}
      submit={submit}
      touches={[['identity-providers'], ['sign-in', 'providers']]}
      onClose={onClose}
      above={provider && <Addresses provider={provider} />}
    >
      <Form.Item name="name" label={t('identity.name')} rules={required(t('identity.name'))}>
        <Input maxLength={40} autoFocus={!provider} />
      </Form.Item>
      <Form.Item
        name="issuer"
        label={t('identity.issuer')}
        extra={t('identity.issuerHint')}
        rules={required(t('identity.issuer'))}
      >
        <Input inputMode="url" placeholder="https://login.example.com" spellCheck={false} />
      </Form.Item>
      <Form.Item name="client_id" label="Client ID" rules={required('Client ID')}>
        <Input spellCheck={false} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="client_secret"
        label="Client secret"
        extra={provider?.has_secret ? t('identity.secretKept') : t('identity.secretHint')}
      >
        <Input.Password autoComplete="off" />
      </Form.Item>
      <Form.Item name="matching" label={t('identity.matching')} extra={t('identity.matchingHint')}>
        <Select options={MATCHINGS.map((one) => ({ value: one, label: t(`identity.by.${one}`) }))} />
      </Form.Item>
      <LoginClaim />
      <Form.Item name="factor" label={t('identity.factor')} extra={t('identity.factorHint')}>
        <Select options={FACTORS.map((one) => ({ value: one, label: t(`identity.factorOf.${one}`) }))} />
      </Form.Item>
      <FactorLevels />
      <Joining />
      <Form.Item name="is_on" label={t('identity.isOn')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormDrawer>
  );
}

function Addresses({ provider }: { provider: ProviderView }) {
  const { t } = useTranslation();
  return (
    <div style={{ marginBottom: 14 }}>
      <p className="second">{t('identity.redirect')}</p>
      <CopyLine text={provider.redirect_address} />
      <p className="second">{t('identity.logout')}</p>
      <CopyLine text={provider.logout_address} />
    </div>
  );
}

function LoginClaim() {
  const { t } = useTranslation();
  if (Form.useWatch('matching') !== 'login') return null;
  return (
    <Form.Item name="login_claim" label={t('identity.claim')} extra={t('identity.claimHint')}>
      <Input spellCheck={false} maxLength={40} />
    </Form.Item>
  );
}

function FactorLevels() {
  const { t } = useTranslation();
  if (Form.useWatch('factor') !== 'shown') return null;
  return (
    <Form.Item name="factor_levels" label={t('identity.levels')} extra={t('identity.levelsHint')}>
      <Input spellCheck={false} maxLength={500} />
    </Form.Item>
  );
}

/** Whom the service knows and we do not: turned away, or added with a role. */
function Joining() {
  const { t } = useTranslation();
  const { stores } = useSession();
  const { data: roles = [] } = useQuery(listed<RoleView>('/roles'));
  return (
    <div className="two-fields">
      <Form.Item name="joining_role_id" label={t('identity.joinRole')} extra={t('identity.joinHint')}>
        <Select
          allowClear
          placeholder={t('identity.joinNobody')}
          options={roles.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="joining_store_id" label={t('identity.joinStore')}>
        <Select allowClear options={stores.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
    </div>
  );
}

function wordsOf(provider: ProviderView | null): Partial<ProviderWords> {
  if (!provider) return { matching: 'email', login_claim: 'preferred_username', is_on: true, factor: 'ours' };
  const { name, issuer, client_id, matching, login_claim, is_on, factor, factor_levels } = provider;
  const joining = {
    joining_role_id: provider.joining_role_id ?? null,
    joining_store_id: provider.joining_store_id ?? null,
  };
  return { name, issuer, client_id, matching, login_claim, is_on, factor, factor_levels, ...joining };
}
