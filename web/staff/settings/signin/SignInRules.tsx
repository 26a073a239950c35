// The group's rules for signing in: who needs a second factor, how long proofs and sessions hold.
import { useQuery } from '@tanstack/react-query';
import { InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoleView, SignInSettingsView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { read, useWrite } from '../../../shared/queries';
import { PageHead } from '../../../shared/ui/PageHead';
import { ErrorState, Skeleton } from '../../../shared/ui/states';
import { listed } from '../../../shared/whole';
import { usePower } from '../../session/session';
import { CardHead } from '../CardHead';
import { IdentityProviders } from './IdentityProviders';

type NumberName = 'grace_days' | 'step_up_minutes' | 'idle_hours' | 'session_days';

const RANGES: Record<NumberName, [number, number]> = {
  grace_days: [0, 90],
  step_up_minutes: [1, 480],
  idle_hours: [1, 720],
  session_days: [1, 90],
};

export function SignInRules() {
  const { t } = useTranslation();
  const settings = useQuery(read<SignInSettingsView>('/sign-in/settings'));
  return (
    <>
      <PageHead title={t('settings.section.sign-in')} />
      <div className="page-body settings-cards">
        {settings.data ? (
          <Rules settings={settings.data} />
        ) : settings.error ? (
          <ErrorState failure={settings.error} onRetry={() => void settings.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )}
      </div>
    </>
  );
}

function Rules({ settings }: { settings: SignInSettingsView }) {
  const { t } = useTranslation();
  const save = useWrite<object>({
    deed: (change) => api.patch('/sign-in/settings', change, { version: settings.version }),
    touches: () => [['sign-in'], ['staff'], ['session']],
    done: () => t('common.saved'),
  });
  // What was typed and not saved gives way to what holds.
  const [tries, setTries] = useState(0);
  const putBack = () => setTries((count) => count + 1);
  const isFixed = !settings.can.includes('change') || save.isPending;
  const line = (name: NumberName) => (
    <NumberLine
      name={name}
      value={settings[name]}
      key={`${settings[name]} ${tries}`}
      isFixed={isFixed}
      onChange={(value) => save.mutate({ [name]: value }, { onError: putBack })}
      onNothing={putBack}
    />
  );
  const choice = (name: 'everyone' | 'providers_only') => (
    <label htmlFor={name}>
      <span>{t(`signInRules.${name}`)}</span>
      <Switch
        id={name}
        checked={settings[name]}
        disabled={isFixed}
        onChange={(isOn) => save.mutate({ [name]: isOn })}
      />
    </label>
  );
  return (
    <>
      <section className="card" aria-label={t('signInRules.whom')}>
        <CardHead title={t('signInRules.whom')} hint={t('signInRules.whomHint')} />
        <div className="inside lines">
          {choice('everyone')}
          <NeedingRoles settings={settings} isFixed={isFixed} onChange={(roles) => save.mutate({ roles })} />
          {line('grace_days')}
        </div>
      </section>
      {settings.can.includes('change') && <IdentityProviders />}
      <section className="card" aria-label={t('signInRules.ways')}>
        <CardHead title={t('signInRules.ways')} hint={t('signInRules.waysHint')} />
        <div className="inside lines">{choice('providers_only')}</div>
      </section>
      <section className="card" aria-label={t('signInRules.proofs')}>
        <CardHead title={t('signInRules.proofs')} hint={t('signInRules.proofsHint')} />
        <div className="inside lines">{line('step_up_minutes')}</div>
      </section>
      <section className="card" aria-label={t('signInRules.sessions')}>
        <CardHead title={t('signInRules.sessions')} hint={t('signInRules.sessionsHint')} />
        <div className="inside lines">
          {line('idle_hours')}
          {line('session_days')}
        </div>
      </section>
    </>
  );
}

interface NeedingRolesProps {
  settings: SignInSettingsView;
  isFixed: boolean;
  onChange: (roles: string[]) => void;
}

function NeedingRoles({ settings, isFixed, onChange }: NeedingRolesProps) {
  const { t } = useTranslation();
  const { may } = usePower();
  const { data: roles = [] } = useQuery({ ...listed<RoleView>('/roles'), enabled: may('manage_sign_in') });
  const known = settings.roles.filter((id) => roles.some((role) => role.id === id));
  return (
    <label htmlFor="roles">
      <span>{t('signInRules.roles')}</span>
      <Select
        id="roles"
        mode="multiple"
        value={known}
        disabled={isFixed || settings.everyone}
        placeholder={t('signInRules.rolesNone')}
        optionFilterProp="label"
        style={{ minWidth: 220, maxWidth: 420 }}
        options={roles.map((role) => ({ value: role.id, label: role.name }))}
        onChange={onChange}
      />
    </label>
  );
}

interface NumberLineProps {
  name: NumberName;
  value: number;
  isFixed: boolean;
  onChange: (value: number) => void;
  /** The field was left empty. */
  onNothing: () => void;
}

function NumberLine({ name, value, isFixed, onChange, onNothing }: NumberLineProps) {
  const { t } = useTranslation();
  const [least, most] = RANGES[name];
  return (
    <label htmlFor={name}>
      <span>
        {t(`signInRules.${name}`)}
        <small className="muted">{t('signInRules.range', { least, most })}</small>
      </span>
      <InputNumber
        id={name}
        min={least}
        max={most}
        precision={0}
        disabled={isFixed}
        defaultValue={value}
        style={{ width: 96 }}
        onBlur={(event) => {
          // The field takes what is too much or too little back to its end, and so must what is sent.
          const typed = Math.round(Number(event.target.value));
          if (event.target.value.trim() === '' || Number.isNaN(typed)) return onNothing();
          const next = Math.min(Math.max(typed, least), most);
          if (next !== value) onChange(next);
        }}
      />
    </label>
  );
}
